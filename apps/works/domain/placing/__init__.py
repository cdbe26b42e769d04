"""Reading places from the text of a call, and finding them in the territory.

`reading` turns a text into mentions, knowing no town; `sites` groups the mentions that
speak of one spot; `resolving` looks them up in a `territory`. Nothing here touches the
database.
"""
