"""What a plan document promises: sentences with figures, each as a proposal for a target.

Knows documents, the words plans use, and the units of the catalogue; a proposal is the text's
own sentence with what was understood of it. Whether it becomes a target a person decides.
"""
