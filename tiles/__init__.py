"""Map style tokens and basemap builds."""
