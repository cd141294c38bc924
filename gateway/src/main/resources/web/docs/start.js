// The validator of Swagger UI would send the description to somebody else: off.
window.SwaggerUIBundle({
  url: '/api/openapi.yaml',
  dom_id: '#explorer',
  validatorUrl: null,
  deepLinking: true,
  requestInterceptor: (request) => {
    request.headers['X-Tributary-Csrf'] = '1';
    return request;
  },
});
