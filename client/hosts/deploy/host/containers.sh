# Containers of Docker and projects of Compose.

describe() { timeout 20 docker inspect --format "$1" "$container" 2>/dev/null; }
composed_as() { describe "{{index .Config.Labels \"com.docker.compose.$1\"}}"; }
in_container() { timeout 20 docker exec -i "$container" "$@"; }
pids_in_container() {
  timeout 20 docker top "$container" -eo pid,comm 2>/dev/null | while read -r pid name; do
    case " $1 " in *" $name "*) echo "$pid" ;; esac
  done
}
# The password of root, where the image was given one, is taken from the container's environment and stays in there.
sql_in_container() {
  in_container sh -c 'client=$(command -v mariadb || command -v mysql) || exit 1
    for file in "${MARIADB_ROOT_PASSWORD_FILE-}" "${MYSQL_ROOT_PASSWORD_FILE-}"; do [ ! -r "$file" ] || MYSQL_PWD=$(cat "$file"); done
    MYSQL_PWD=${MYSQL_PWD-${MARIADB_ROOT_PASSWORD-${MYSQL_ROOT_PASSWORD-}}}
    [ -n "$MYSQL_PWD" ] && export MYSQL_PWD || unset MYSQL_PWD
    exec "$client" --user=root --batch "$@"' sh "$@"
}
# Bind mounts of the container as lines of source and target.
binds() { describe '{{range .Mounts}}{{if eq .Type "bind"}}{{.Source}}{{"\t"}}{{.Destination}}{{"\n"}}{{end}}{{end}}'; }
# place_inside FILE: where the container sees a file of the host; nothing where it does not.
place_inside() {
  binds | while IFS=$tab read -r source target; do
    case $source in '' | /) continue ;; esac
    case $1 in
      "$source") printf '%s\n' "$target" ;;
      "${source%/}"/*) printf '%s/%s\n' "${target%/}" "${1#"${source%/}"/}" ;;
    esac
  done | head -n 1
}
is_composed_of() { case ",$(composed_as project.config_files)," in *",$1,"*) ;; *) return 1 ;; esac; }
# find_container PROGRAM (PROGRAM FILE)...: the one that runs it with one of these files, or that a compose file makes
# under the name of the host that is looked at. Other containers may see the files as well: backups, exporters.
find_container() {
  container=
  command -v docker >/dev/null || return 0
  for container in $(timeout 20 docker ps --all --quiet 2>/dev/null); do
    if [ "$(composed_as oneoff)" != True ] && is_container_of "$@"; then
      container=$(describe '{{.Name}}')
      container=${container#/}
      return 0
    fi
  done
  container=
}
is_container_of() {
  wanted=$1
  shift
  if [ "$(describe '{{.State.Running}}')" = true ]; then [ -n "$(pids_of "$wanted")" ] || return 1
  else case "$wanted $(describe '{{.Config.Image}} {{.Path}} {{join .Args " "}}')" in
    database*maria* | database*mysql* | database*percona* | haproxy*haproxy*) ;;
    *) return 1 ;;
  esac; fi
  while [ $# -ge 2 ]; do
    if [ "$1" = "$wanted" ]; then
      [ -z "$(place_inside "$(readlink -f -- "$2")")$(place_inside "$2")" ] || return 0
      ! is_composed_of "$2" || [ "$(composed_as service)" != "$host_name" ] || return 0
    fi
    shift 2
  done
  return 1
}
# What is asked of its labels later, when a container that failed may be gone.
keep_composition() {
  [ -n "$(composed_as service)" ] || return 0
  for part in project service project.working_dir project.config_files project.environment_file; do
    printf '%s=%s\n' "$part" "$(composed_as "$part")"
  done >"$trial/composition"
}
composition() { sed -n "s/^$1=//p" "$trial/composition"; }
# compose WORD...: in the project of the container; a new text of a compose file that lies beside it counts already.
compose() {
  count=$#
  fields=$IFS
  IFS=,
  for file in $(composition project.config_files); do
    new=$(beside "$file" new)
    [ ! -e "$new" ] || file=$new
    set -- "$@" --file "$file"
  done
  for file in $(composition project.environment_file); do set -- "$@" --env-file "$file"; done
  IFS=$fields
  # Options of docker compose stand before the word of what to do.
  while [ "$count" -gt 0 ]; do
    word=$1
    shift
    set -- "$@" "$word"
    count=$((count - 1))
  done
  docker compose --project-name "$(composition project)" --project-directory "$(composition project.working_dir)" "$@"
}
is_composed_anew() { [ -s "$trial/composition" ] && cut -f 2,5 "$trial/files" | tr '\t' '\n' | grep -qxF "$(composition project.config_files | tr , '\n')"; }
container_do() {
  if [ "$1" = reload ]; then docker kill --signal HUP "$container"
  elif is_composed_anew; then compose up --detach --no-deps --force-recreate --timeout 600 "$(composition service)"
  # A server needs more than the ten seconds that Docker gives to end.
  else docker "$1" $([ "$1" != restart ] || echo --time=600) "$container"; fi
}
health_of_container() { describe '{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}'; }
# The new files lie where the container would see them, in a container of the same image that goes away at once.
validate_in_image() {
  each_file volume >"$trial/all-volumes" || exit 9
  sort -u "$trial/all-volumes" >"$trial/volumes"
  if [ -s "$trial/composition" ]; then
    # A --volume of docker compose run does not win over one of the service at the same place; another file does.
    printf '{"services": {"%s": {"volumes": [%s]}}}\n' "$(composition service)" \
      "$(sed 's/[\\"]/\\&/g; s/\$/$$/g; s/.*/"&"/' "$trial/volumes" | paste -s -d ,)" >"$trial/validation.json"
    set -- compose --file "$trial/validation.json" run --rm --no-deps --no-TTY --entrypoint sh "$(composition service)"
  else
    set --
    while IFS= read -r volume; do set -- "$@" --volume "$volume"; done <"$trial/volumes"
    set -- docker run --rm --network none --volumes-from "$container:ro" "$@" --entrypoint sh "$(describe '{{.Image}}')"
  fi
  case $(unit_value program) in
    haproxy)
      set -- "$@" -c 'exec haproxy -c "$@"' sh
      next=
      for word in $(describe '{{join .Args " "}}'); do
        [ "$next" != -f ] || set -- "$@" -f "$word"
        next=$word
      done ;;
    database)
      set -- "$@" -c 'if command -v mariadbd >/dev/null; then exec mariadbd --help --verbose "$@" >/dev/null; fi
        exec mysqld --user=mysql --validate-config "$@"' sh
      while IFS= read -r word; do set -- "$@" "$word"; done <"$trial/arguments" ;;
  esac
  "$@" </dev/null
}
volume() {
  target=$(place_inside "$2")
  [ -n "$target" ] || target=$(place_inside "$5")
  [ -n "$target" ] || return 0
  if [ "$3" != - ]; then printf '%s:%s:ro\n' "$(beside "$2" new)" "$target"; return; fi
  # A new file cannot be mounted into a folder that is mounted read-only: a copy of the folder can be in its place.
  folder=$(dirname -- "$2")
  view=$trial/view-$(printf %s "$folder" | sha256sum | cut -c 1-12)
  [ -d "$view" ] || cp -a -- "$folder" "$view" || return 1
  cp -a -- "$(beside "$2" new)" "$view/$(basename -- "$2")" || return 1
  printf '%s:%s:ro\n' "$view" "$(dirname -- "$target")"
}
