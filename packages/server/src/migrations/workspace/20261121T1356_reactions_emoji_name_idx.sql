-- phase: expand. for: domains/reactions/store.ts deleteReactionsOfEmoji
create index reactions_emoji_name_idx on reactions (emoji_name) where delete_at = 0;
