"""How everything looks: colours, fonts, icons, and the words for codes, states and moments."""
