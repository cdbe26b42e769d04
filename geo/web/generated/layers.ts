/** Written by write_layers_ts from the layer register. */
export const layers = {
  "municipality": {
    "name": "municipality",
    "tiles": "/tiles/municipality/{z}/{x}/{y}",
    "zooms": [
      0,
      18
    ],
    "fields": [
      "name",
      "certainty"
    ]
  },
  "districts": {
    "name": "districts",
    "tiles": "/tiles/districts/{z}/{x}/{y}",
    "zooms": [
      8,
      18
    ],
    "fields": [
      "number",
      "name",
      "certainty"
    ]
  },
  "otbs": {
    "name": "otbs",
    "tiles": "/tiles/otbs/{z}/{x}/{y}",
    "zooms": [
      11,
      18
    ],
    "fields": [
      "name",
      "district",
      "kind",
      "certainty"
    ]
  },
  "zones": {
    "name": "zones",
    "tiles": "/tiles/zones/{z}/{x}/{y}",
    "zooms": [
      11,
      18
    ],
    "fields": [
      "name",
      "certainty"
    ]
  },
  "streets": {
    "name": "streets",
    "tiles": "/tiles/streets/{z}/{x}/{y}",
    "zooms": [
      10,
      18
    ],
    "fields": [
      "name",
      "kind",
      "certainty"
    ]
  },
  "blocks": {
    "name": "blocks",
    "tiles": "/tiles/blocks/{z}/{x}/{y}",
    "zooms": [
      12,
      18
    ],
    "fields": [
      "code",
      "use",
      "district",
      "certainty"
    ]
  },
  "parcels": {
    "name": "parcels",
    "tiles": "/tiles/parcels/{z}/{x}/{y}",
    "zooms": [
      15,
      18
    ],
    "fields": [
      "code",
      "district",
      "otb",
      "certainty"
    ]
  },
  "place-names": {
    "name": "place-names",
    "tiles": "/tiles/place-names/{z}/{x}/{y}",
    "zooms": [
      12,
      18
    ],
    "fields": [
      "name",
      "kind",
      "certainty"
    ]
  },
  "waterways": {
    "name": "waterways",
    "tiles": "/tiles/waterways/{z}/{x}/{y}",
    "zooms": [
      10,
      18
    ],
    "fields": [
      "name",
      "certainty"
    ]
  },
  "findings": {
    "name": "findings",
    "tiles": "/tiles/findings/{z}/{x}/{y}",
    "zooms": [
      11,
      18
    ],
    "fields": [
      "kind",
      "text",
      "square_metres",
      "recorded_at"
    ]
  },
  "offices": {
    "name": "offices",
    "tiles": "/tiles/offices/{z}/{x}/{y}",
    "zooms": [
      10,
      18
    ],
    "fields": [
      "code",
      "name",
      "kind",
      "under",
      "address",
      "confirmed"
    ]
  },
  "obligations": {
    "name": "obligations",
    "tiles": "/tiles/obligations/{z}/{x}/{y}",
    "zooms": [
      12,
      18
    ],
    "fields": [
      "concept",
      "debtor",
      "charged_on",
      "due_on",
      "amount",
      "outstanding",
      "district",
      "otb",
      "street"
    ]
  },
  "spaces": {
    "name": "spaces",
    "tiles": "/tiles/spaces/{z}/{x}/{y}",
    "zooms": [
      12,
      18
    ],
    "fields": [
      "code",
      "offering",
      "offering_title",
      "tariff",
      "kind",
      "state"
    ]
  },
  "festival-routes": {
    "name": "festival-routes",
    "tiles": "/tiles/festival-routes/{z}/{x}/{y}",
    "zooms": [
      11,
      18
    ],
    "fields": [
      "festival",
      "title"
    ]
  },
  "festival-zones": {
    "name": "festival-zones",
    "tiles": "/tiles/festival-zones/{z}/{x}/{y}",
    "zooms": [
      13,
      18
    ],
    "fields": [
      "festival",
      "kind",
      "name",
      "clearance_m"
    ]
  },
  "plan-modules": {
    "name": "plan-modules",
    "tiles": "/tiles/plan-modules/{z}/{x}/{y}",
    "zooms": [
      13,
      18
    ],
    "fields": [
      "code",
      "plan",
      "festival",
      "version",
      "state",
      "trade",
      "frontage_m",
      "depth_m",
      "tariff",
      "seats",
      "is_blocked"
    ]
  },
  "festival-services": {
    "name": "festival-services",
    "tiles": "/tiles/festival-services/{z}/{x}/{y}",
    "zooms": [
      12,
      18
    ],
    "fields": [
      "festival",
      "kind",
      "name"
    ]
  },
  "unlicensed-vendors": {
    "name": "unlicensed-vendors",
    "tiles": "/tiles/unlicensed-vendors/{z}/{x}/{y}",
    "zooms": [
      12,
      18
    ],
    "fields": [
      "festival",
      "trade",
      "seen_at"
    ]
  },
  "festival-inspections": {
    "name": "festival-inspections",
    "tiles": "/tiles/festival-inspections/{z}/{x}/{y}",
    "zooms": [
      13,
      18
    ],
    "fields": [
      "festival",
      "stand",
      "made_at",
      "faults",
      "shown"
    ]
  },
  "festival-infractions": {
    "name": "festival-infractions",
    "tiles": "/tiles/festival-infractions/{z}/{x}/{y}",
    "zooms": [
      13,
      18
    ],
    "fields": [
      "festival",
      "kind",
      "name",
      "on_day"
    ]
  },
  "works": {
    "name": "works",
    "tiles": "/tiles/works/{z}/{x}/{y}",
    "zooms": [
      8,
      18
    ],
    "fields": [
      "code",
      "object",
      "kind",
      "state",
      "year",
      "district",
      "otb",
      "place_level",
      "accuracy_m",
      "certainty"
    ]
  },
  "water-debtors": {
    "name": "water-debtors",
    "tiles": "/tiles/water-debtors/{z}/{x}/{y}",
    "zooms": [
      12,
      18
    ],
    "fields": [
      "number",
      "category",
      "overdue",
      "bills",
      "oldest",
      "age",
      "district"
    ]
  },
  "water-operators": {
    "name": "water-operators",
    "tiles": "/tiles/water-operators/{z}/{x}/{y}",
    "zooms": [
      10,
      18
    ],
    "fields": [
      "code",
      "name",
      "kind"
    ]
  },
  "water-assets": {
    "name": "water-assets",
    "tiles": "/tiles/water-assets/{z}/{x}/{y}",
    "zooms": [
      12,
      18
    ],
    "fields": [
      "code",
      "kind",
      "state",
      "operator"
    ]
  },
  "water-connections": {
    "name": "water-connections",
    "tiles": "/tiles/water-connections/{z}/{x}/{y}",
    "zooms": [
      12,
      18
    ],
    "fields": [
      "account",
      "operator",
      "category",
      "state",
      "metered",
      "district",
      "otb",
      "street"
    ]
  },
  "water-trials": {
    "name": "water-trials",
    "tiles": "/tiles/water-trials/{z}/{x}/{y}",
    "zooms": [
      10,
      18
    ],
    "fields": [
      "trial",
      "account",
      "effect",
      "paid",
      "would_pay",
      "otb"
    ]
  }
} as const;
