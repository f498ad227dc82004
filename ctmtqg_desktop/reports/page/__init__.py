"""The one page model: what a printed document says, before anyone decides how it looks."""
