"""Heights of the ground: one DEM per instance, its relief on the map, its slopes."""
