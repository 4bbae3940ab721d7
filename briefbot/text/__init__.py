"""Text as every step needs it: cleaned, its language, its sentences, its words."""
