"""What the territory works out for whoever asks: places for texts, figures by area."""
