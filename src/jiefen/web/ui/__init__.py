"""The design system: tokens, components, charts. Knows how things look and nothing of what they mean."""
