"""Maps for where there is no network: the basemap of one district or OTB as one file."""
