"""How Debian's own Chromium is started, with WebGL on the processor."""

from __future__ import annotations

FLAGS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    # Debian asks for it, and without a graphics card it only costs time.
    "--disable-gpu-rasterization",
    "--disable-dev-shm-usage",
    # Drawing the page itself by a simulated card as well would cost as much as the map.
    "--disable-gpu-compositing",
    "--disable-background-networking",
    "--disable-component-update",
]
