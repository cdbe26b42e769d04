"""The look: tokens, and what is made of them for map, legend and pages."""
