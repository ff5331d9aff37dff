# Pacemaker, where a resource owns the program.

has_pacemaker() { command -v crm_mon >/dev/null && pgrep -x pacemakerd >/dev/null; }
pacemaker_do() {
  case $1 in
    restart) timeout 900 crm_resource --restart --resource "$2" --node "$3" --timeout 600s ;;
    start)
      # A restart that was cut off leaves the resource stopped or banned.
      crm_resource --resource "$2" --meta --delete-parameter target-role
      crm_resource --clear --resource "$2" --node "$3"
      crm_resource --cleanup --resource "$2" --node "$3"
      timeout 300 crm_resource --wait --timeout 240s ;;
  esac
}
# simulate RESOURCE NODE CLONE: what Pacemaker would do to stop it there, as lines such as "Move vip". Its configuration
# is verified first; all happens in a copy.
simulate() {
  copy_of_cib=$(mktemp) || fail 'no temporary file can be made'
  cibadmin --query >"$copy_of_cib" 2>/dev/null && said=$(crm_verify --xml-file "$copy_of_cib" 2>&1) ||
    { rm -f "$copy_of_cib"; fail "Pacemaker does not find its own configuration right: $said"; }
  if [ "$3" = 1 ]; then CIB_file=$copy_of_cib crm_resource --resource "$1" --ban --node "$2"
  else CIB_file=$copy_of_cib crm_resource --resource "$1" --meta --set-parameter target-role --parameter-value Stopped; fi >/dev/null 2>&1 ||
    { rm -f "$copy_of_cib"; fail "$1 cannot be stopped in a copy of Pacemaker's configuration"; }
  crm_simulate --simulate --xml-file "$copy_of_cib" 2>/dev/null |
    sed -n 's/^  *\* \(Start\|Stop\|Move\|Restart\|Recover\|Promote\|Demote\|Fence\)  *\([^ ]*\).*/\1 \2/p' | sort
  rm -f "$copy_of_cib"
}
is_in_maintenance() { crm_mon --one-shot --output-as xml 2>/dev/null | grep -q 'maintenance-mode="true"'; }
