"""The page on which people spend their days."""

from bench.studio import keys_to_disk, losses, next_task, recording, spans, weight

PARTS = {
    "losses": losses.bars,
    "keys_to_disk": keys_to_disk.bars,
    "next": next_task.bars,
    "weight": weight.bars,
    "recording": recording.bars,
    "spans": spans.bars,
}
