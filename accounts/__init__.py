"""People, their roles, their tokens, and the markings they may see."""
