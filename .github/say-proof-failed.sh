#!/usr/bin/env bash
# say-proof-failed.sh PROOF.txt SEED: tells of a failing night in the one open issue that has the label, or opens it.
set -euo pipefail
proof=$1 seed=$2 label=proof

body=$(mktemp)
trap 'rm -f "$body"' EXIT
{
  printf 'With the seed %s the proof fails: %s\n\n' "$seed" "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
  printf 'To see all of it on your machine:\n\n    npm run prove -- --seed %s\n\n' "$seed"
  # Under each story is the command that plays it alone. An issue holds 65,536 characters.
  printf 'What it has said:\n\n~~~~~~text\n%s\n~~~~~~\n' "$(tail -c 60000 "$proof" | iconv -c -f UTF-8 -t UTF-8)"
} > "$body"

title="The proof fails with the seed $seed"
number=$(gh issue list --label "$label" --state open --limit 1 --json number --jq '.[].number')
if [ -n "$number" ]; then
  gh issue edit "$number" --title "$title" --body-file "$body"
else
  gh label create "$label" --force --description "What the nightly proof has found"
  gh issue create --title "$title" --label "$label" --body-file "$body"
fi
