// Shows the API's description by Swagger UI, from files of this installation alone.

const place = document.querySelector("#api-docs");
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: "list",
  presets: [window.SwaggerUIBundle.presets.apis],
  validatorUrl: null,
  requestInterceptor(request) {
    if (token && request.method && request.method !== "GET") {
      request.headers["X-CSRFToken"] = token;
    }
    return request;
  },
});
