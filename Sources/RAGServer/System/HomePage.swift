// What a person sees who opens the service's address in a browser: what this is and where to go on. No script, no
// outside resource; its style stands in the page.
internal import HTTP

enum HomePage {
  static func response(name: String) -> Response {
    var response = Response.text(html(name: escaped(name)), type: "text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] =
      "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; manifest-src 'self'; base-uri 'none'; "
      + "form-action 'none'; frame-ancestors 'self'"
    response.headers["Cache-Control"] = "no-cache"
    return response
  }

  private static func html(name: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(name)</title>
    <link rel="icon" href="/static/favicon.svg" type="image/svg+xml">
    <link rel="manifest" href="/manifest.json">
    <style>
    body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 12vh auto; padding: 0 1.5rem; color: #1d2b53 }
    img { width: 6rem; height: 6rem }
    h1 { font-size: 2rem; margin: 1rem 0 0 }
    code { background: #eef0f5; padding: .1em .3em; border-radius: .2em }
    a { color: #2f5bd0 }
    @media (prefers-color-scheme: dark) {
      body { background: #12172b; color: #f5f1e6 } code { background: #232b4a } a { color: #9db8ff }
    }
    </style>
    </head>
    <body>
    <img src="/static/favicon.svg" alt="">
    <h1>\(name)</h1>
    <p>This service answers from documents, with exact citations. It is up.</p>
    <ul>
    <li><a href="/docs">Try the API</a>, or <a href="/redoc">read about it</a>.</li>
    <li>From the command line: <code>martlet --help</code></li>
    </ul>
    </body>
    </html>

    """
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}
