// `/openapi.json`, `/docs` and `/redoc`. The document is made once; the pages are constant and load it.

extension Route {
  /// Rows that serve the documentation of `routes`.
  /// - Parameter access: who may read it.
  public static func documentation<Principal>(
    of routes: [Route], _ information: APIInformation, access: Access<Principal>
  ) -> [Route] {
    let document = OpenAPIDocument.make(information, routes: routes).serialized()
    return [
      Route.get("/openapi.json", access: access, summary: "The OpenAPI document") { _, _ in Response.json(document) },
      Route.get("/docs", access: access, summary: "Browse and try the operations") { _, _ in
        page(DocumentationPage.html(canTry: true))
      },
      Route.get("/redoc", access: access, summary: "Read the operations") { _, _ in
        page(DocumentationPage.html(canTry: false))
      },
    ].map { $0.undocumented() }
  }

  /// A page that may run its own script, talk to this server and nothing else.
  private static func page(_ html: String) -> Response {
    var response = Response.text(html, type: "text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; "
      + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
  }
}
