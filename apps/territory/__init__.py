"""The territory register: who lies inside what, and how it is called."""
