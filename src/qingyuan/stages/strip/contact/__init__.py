"""Contact: lines whose use is to reach their author."""
