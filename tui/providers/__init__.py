"""What the palette finds. Every prompt is content, never markup: a ticket title is a title here, too."""
