/** Written by write_style from tiles/style/tokens.toml. */

export const looks = {
  "light": {
    "map": {
      "outside": "#e9e6df",
      "ground": "#f8f6f1",
      "limit": "#b8afa2",
      "district": "#a99eaf",
      "otb": "#cfc6b8",
      "block": "#f2efe8",
      "green": "#dbe7cd",
      "service": "#efe6dc",
      "farmland": "#f0f1e4",
      "parcel": "#e6e1d7",
      "water": "#a5cfe3",
      "street": "#ffffff",
      "street_edge": "#ddd6ca",
      "street_far": "#e0d9cd",
      "avenue": "#ffffff",
      "avenue_edge": "#cbc2b3",
      "avenue_far": "#cfc6b7",
      "contour": "#e3dacb",
      "contour_index": "#d3c6b1",
      "halo": "#fbfaf7",
      "label_street": "#6e665a",
      "label_place": "#6b6357",
      "label_otb": "#86795f",
      "label_district": "#6d6077",
      "label_water": "#3f7f9f",
      "label_contour": "#8a7a5f",
      "cluster": "#ffffff",
      "cluster_ink": "#23211d",
      "symbol_edge": "#ffffff",
      "chosen": "#0a6a94"
    },
    "states": {
      "published": "#c06a00",
      "awarded": "#6a48b0",
      "contracted": "#006d57",
      "deserted": "#3b3a40",
      "cancelled": "#8b867f"
    },
    "ages": [
      "#f3d36b",
      "#e9a23b",
      "#cd6a2a",
      "#98382f",
      "#4f1b45"
    ]
  },
  "dark": {
    "map": {
      "outside": "#131517",
      "ground": "#1d2023",
      "limit": "#5a5e61",
      "district": "#5d5865",
      "otb": "#3c3b38",
      "block": "#212528",
      "green": "#25332a",
      "service": "#2a2827",
      "farmland": "#20261f",
      "parcel": "#2a2e31",
      "water": "#2c5468",
      "street": "#353b40",
      "street_edge": "#262b2e",
      "street_far": "#2e3337",
      "avenue": "#434a50",
      "avenue_edge": "#2a2f33",
      "avenue_far": "#3f464b",
      "contour": "#2b2f2f",
      "contour_index": "#383c3a",
      "halo": "#1b1e20",
      "label_street": "#a3a5a4",
      "label_place": "#a9aaa6",
      "label_otb": "#a1977f",
      "label_district": "#b0a5bb",
      "label_water": "#7fb4cf",
      "label_contour": "#8f8a7c",
      "cluster": "#202427",
      "cluster_ink": "#ece9e3",
      "symbol_edge": "#16181a",
      "chosen": "#7cc9ec"
    },
    "states": {
      "published": "#f0a23c",
      "awarded": "#b79cf0",
      "contracted": "#3fc3a3",
      "deserted": "#e4e2de",
      "cancelled": "#8e918f"
    },
    "ages": [
      "#54357a",
      "#9c4468",
      "#dd7346",
      "#f0b04a",
      "#fdf0b4"
    ]
  }
} as const;

export const shapes = {
  "published": "M12 4.2 20.6 19.4H3.4Z",
  "awarded": "M12 2.8 21.2 12 12 21.2 2.8 12Z",
  "contracted": "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z",
  "deserted": "M5 5H19V19H5Z",
  "cancelled": "M7.4 3.6 12 8.2 16.6 3.6 20.4 7.4 15.8 12 20.4 16.6 16.6 20.4 12 15.8 7.4 20.4 3.6 16.6 8.2 12 3.6 7.4Z"
} as const;

export const hatch = {
  "path": "M-2 10 10-2M-2 18 18-2M-2 26 26-2M6 26 26 6M14 26 26 14",
  "width": 2.4,
  "tint": 0.22
} as const;

export const MOTION = 160;
