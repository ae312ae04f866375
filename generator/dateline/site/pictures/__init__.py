"""Pictures that a build draws or makes smaller: social cards, icons, and those of authors. The only home of Pillow."""
