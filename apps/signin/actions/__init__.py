"""What happens at the door, each act whole or not at all.

Acts on one's own account take no permission: the account is one's own. Acts on another's
begin with one.
"""
