/** An ending in `.cnf` is none of these: a server reads every such file of an include folder, whatever else its name says. */
const suffix =
  /(~|(\.|\.(cnf|cfg|conf|ini)-)(bak|bck|bkp|backup|orig|old|prev|save|saved|copy|swp|tmp|new|rej|diff|patch|rpmsave|rpmnew|rpmorig|dpkg-\w+|ucf-\w+|pacnew|pacsave|disabled|off|dist|default|sample|example|in|j2|jinja2?|erb|epp|ejs|hbs|mustache|handlebars|liquid|tt|cue|ctmpl|tpl|tmpl|gotmpl|gotpl|tftpl|template|envsubst))$/i;
/** What stands behind `my.cnf.` when it is the date or the number of a copy; an address names a host. */
const dated = /\.cnf[.-](?!\d+(\.\d+){3}$)\d[\w.-]*$/i;

/** Whether a file's name says that no program reads it as it lies there: a copy, a sample or a template. */
export function isCopy(name: string): boolean {
  return suffix.test(name) || dated.test(name);
}
