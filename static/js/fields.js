/** Reading and writing the fields of a form by name, whatever their controls are. A list is an array, all else text. */

/** What the field says. */
export function read(form, name) {
  const controls = controlsOf(form, name);
  if (isList(controls)) return controls.filter((one) => one.checked).map((one) => one.value);
  if (controls[0]?.type === "radio") return controls.find((one) => one.checked)?.value ?? "";
  return controls[0]?.value ?? "";
}

/** Have the field say this. */
export function write(form, name, value) {
  for (const control of controlsOf(form, name)) {
    if (control.type === "checkbox") control.checked = value.includes(control.value);
    else if (control.type === "radio") control.checked = control.value === value;
    else if (control.value !== value) control.value = value;
  }
}

/** Names of the form's fields. A list that is still empty is told by `data-field` alone. */
export function namesOf(form) {
  return [...form.querySelectorAll("[data-field]")].map((field) => field.dataset.field);
}

/** Whether two values say the same; the order of a list says nothing. */
export function same(one, other) {
  if (Array.isArray(one) || Array.isArray(other)) {
    return JSON.stringify([...(one || [])].sort()) === JSON.stringify([...(other || [])].sort());
  }
  return (one ?? "") === (other ?? "");
}

/** What either added to a list is in it, what either took out is out; null where these are no lists. */
export function mergeLists(before, yours, theirs) {
  if (!Array.isArray(yours)) return null;
  const [base, mine, other] = [before, yours, theirs].map((list) => new Set(list || []));
  return [...new Set([...other, ...mine])].filter((one) =>
    base.has(one) ? other.has(one) && mine.has(one) : true,
  );
}

function controlsOf(form, name) {
  return [...form.elements].filter((control) => control.name === name);
}

function isList(controls) {
  return controls.length === 0 || controls[0].type === "checkbox";
}
