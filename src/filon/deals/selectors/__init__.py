"""Reading deals: the board, the list, one deal."""

from __future__ import annotations

from filon.deals.selectors.board import Board, BoardColumn, board
from filon.deals.selectors.deals import deals, search_deals

__all__ = ["Board", "BoardColumn", "board", "deals", "search_deals"]
