/** Files dropped anywhere on the import form are chosen, as if by its button. */

const form = document.querySelector("form.import");
const input = form.querySelector("input[type=file]");

function carriesFiles(event) {
  return event.dataTransfer?.types.includes("Files");
}

for (const name of ["dragenter", "dragover"]) {
  form.addEventListener(name, (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.classList.add("import--over");
  });
}

form.addEventListener("dragleave", (event) => {
  if (!form.contains(event.relatedTarget)) form.classList.remove("import--over");
});

form.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  form.classList.remove("import--over");
  const chosen = new DataTransfer();
  for (const file of [...input.files, ...event.dataTransfer.files]) chosen.items.add(file);
  input.files = chosen.files;
});
