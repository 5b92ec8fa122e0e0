// The few pictures the service serves itself: a martlet as icon, a placeholder for users without a picture. Small
// enough to live in the program, so that nothing is looked up on disk and no path from a request meets the file system.
internal import FoundationEssentials
internal import HTTP

/// A file that is part of the program.
struct StaticAsset: Sendable {
  let paths: [String]
  let contentType: String
  let bytes: [UInt8]

  private init(_ paths: [String], _ contentType: String, _ bytes: [UInt8]) {
    self.paths = paths
    self.contentType = contentType
    self.bytes = bytes
  }

  private init(_ paths: [String], pngInBase64 text: String) {
    let data = Data(base64Encoded: text.filter { $0 != "\n" }) ?? Data()
    self.init(paths, "image/png", Array(data))
  }

  /// Everything there is. Also the look and the script that an instance may add to the interface: none.
  static let all: [StaticAsset] = [
    StaticAsset(["/static/favicon.svg"], "image/svg+xml", Array(iconDrawing.utf8)),
    StaticAsset(["/favicon.png", "/static/favicon.png"], pngInBase64: icon),
    StaticAsset(["/static/logo.png", "/static/splash.png"], pngInBase64: logo),
    StaticAsset(["/user.png", "/static/user.png"], pngInBase64: placeholder),
    StaticAsset(["/static/custom.css"], "text/css; charset=utf-8", []),
    StaticAsset(["/static/loader.js"], "text/javascript; charset=utf-8", []),
  ]

  static let iconDrawing = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="32" fill="#1d2b53"/>\
    <path fill="#f5f1e6" d="M32 20Q48 14 61 34Q46 25 36 31Q35 40 40 54Q34 46 32 44Q30 46 24 54Q29 40 28 31Q18 25 3 34Q16 14 32 20Z"/><ellipse cx="32" cy="18" rx="5" ry="6.5" fill="#f5f1e6"/></svg>
    """

  /// 64 × 64.
  private static let icon = """
    iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAM1BMVEUdK1MdK1MdK1MdK1MdK1MdK1MdK1MdK1MdK1M4Q2VTXHdudYqJjpykpq6/
    v8Ha2NP18eYI79hsAAAAEXRSTlMAHz9ff5+/3////////////67vbw4AAAHZSURBVHjarVdJAoMgDKyUomGT/7+2rSyKEAKlc1PMSIaQ5fFAsDAu
    xHZACM6WxxAYX7cbVs66zUvryNFnvjXA58xpikVsJERDz+fWhSdm/9o68Zq0RxjENgAx9f/qHhB7qbXsYkD01+4D3XEWS8MeZVhIAaULkJSQSPya
    SGCoqEaU3iPBjnxAXSCXQFyscgXkFyfB8QjYFnhx9rurYi9iwm8hzz8KsQ4cKs9RR/7L/m4dAZvtgt080K4D+ubD6QFY1wULVx+WMvBoyEs8sx/s
    LwwsSTBkfzLweI8G7RODCASQTt9arW1VzXxlh0Dgifx7o5K+oDISe13xt9SGaE7nb+9xegZVfUmfBB8BDDSuY2UJTJDhSwB185QQ6ungQwGBQANy
    34MPFlkGnTT4jcBrIOYIRJOAyGiegM8R8Dyf3ESKBIB/w7Ci1FFYYnla0UUVCRT6ydpsq3QtiZVpmVGn2DpHVqb1kcrk0zrqw6GhMS0VebO2Kl+X
    TUNFsrrbIAVV31EJIMZTu7zXtyCT6xIRgbdbHH0ev65GgiCaLHtx3Fiiyaq0eXCpgPlDveUuGk2VuS3VcKsqm4+1dnu22Z5v9+cHjvmRZ37omh/7
    /jB4/mH0/cPwPTT+vwGOT3mJDr4ANQAAAABJRU5ErkJggg==
    """

  /// 192 × 192.
  private static let logo = """
    iVBORw0KGgoAAAANSUhEUgAAAMAAAADACAMAAABlApw1AAAAM1BMVEUdK1MdK1MdK1MdK1MdK1MdK1MdK1MdK1MdK1M4Q2VTXHdudYqJjpykpq6/
    v8Ha2NP18eYI79hsAAAAEXRSTlMAHz9ff5+/3////////////67vbw4AAAYhSURBVHja3V3RcusqDHQwUCMD9v9/7Wl6e5ukAQxYi6H71plOrDVa
    IQsQ08QPIaRUWuvlB59/KCmFmHqHmOWT2SFoOfdKQxzZ/sxCjGt8hyTmYuN/SMwjW98DB6EWBigx6Mu/eBjkwgrZ1vqbWtihbkOb35KCXGCQY5vf
    goL4WMD4gAZVtTSAwgX+pRFA04JemkEjvH9pCjGk9+OUIPTSHFoMqF6QluVyEeRw0QcSjS60n4OBWC6GGNz+kww6sP8Ug3npAvPg9lczEEs3EIPb
    X8WgK/trGCydYaj5l2FOZrKfVmtXuoABS/5p7P4NaxrnpjOr+WwU5pYByPj9Bd40DEUMAqD9DdRMBgzf72Z7J7AxjIFq5UB+D8A3ciKGx9g9CNtk
    PmMQgNkjMA1kwBFBXYyAaxBLF+AAsAzBgq8g2jgBDhUoeA69xQls6Mz6A+tBPD70Ac7h1hSBFZvVsaS9NkXAsjwCW8T1KQJ+AQ7BjefDY0sR2Hie
    cUMuwuxJ8DxDAQegCYHgEKiRCChgHaUJgYUvBJG1/jnw+DSBl3/11hJbIKqZc8kemJsDb8kwDEFxGm04jH+QKOYwn/uOWRmt/+ZQmGXoE2mosTsE
    ZcMgamOocTsMztRG0i7ML6RQI2GU81Q50lwuYdr2BtioXMZV5U4cMguphR5k94awZT6ke3r9+YOgCzyI9uagfB8SfblPvhuJzES0tftku5HMk8BV
    9h8z0FkSoP1CUI4IRH2dCo81QwSyY/sPGMhDCVxuf5qBPpKA2zuAOxCB6Nz+JAORTIQ6sT/FYE5p2O7dwKZUrPvV77GSdVzDXdkfZxAlQHtnoBgB
    MYb9MQYiTMDsHcKECci6/NPfwZZ1Zv1YMDeVQQIu8Si7vtRiDa31RdLgj/mi6UCGanLhCWBz8Vq4WYsnPbeaeMXebbnTgQpMAxQsvR5+ZFPBxHe8
    LGCC5WMKTAT60P7N5a5CUJYz+eyfex8IOibwW8CuaA3luHTqikrQ5A6ErKekgH351oA0BVe+GPPqS29CnhIZROVmz3gQrtx7+VJSXtMEHgLY1vqd
    JexLlGbdYjKYwhsd/Kldnh6wUeInQPgUActhPobAg4KNEyAW81EEfihQjIDhMT+aijBsWvyPgokQ8PmrI1W1YJbdTvdVIh8mQEw7wrAEviI9hQgY
    pnMKcAL3eeFh6SOVYDMfTuBOIZHMjUAgmY2ORkCNTUBBDsw3JCDHJ4A4M4mbiXPrQp3mQuH6+tgEpj9AADARsH+RJRfJ5MgEJOToP/IY1i/MkLPn
    dGIDSnkQAqi4IQHM6XN7ah9WqYYBKm5HQGIaMMQrcxAJ8IugHQFQC4Z4bRciAXYRgA+DvkmAXQR0aidihQS4RQA+zfouAW4RuLqtP/US4E6HEgtl
    vGFoBrWySS0xYTyI14fo5H7iCg/i9aEGx3HfPIjVh1ztBr4THsTaTrTBeeLvmhyoo1Z6nRswizHL+JeGnQOpWKOa4tnfPu8wKp5Rp3HfNwY4iAhg
    bV0D1nqACCTqQDQFtka8bJ4g0ABwRVIbspXYRaBgTQF88F0TtwhusLYMkX0xK68IFKwxBsWSBscqghusNYmNeopnFIHENYfx0c93wygCXHsek/AT
    YitNSFyDpDW1WX7NOll1jA9giyqXzPodzzeBADYJS29O/H9GRoRQHh3TgZMbjkCKbJRnj+yj84F0RrYq3A7N+6J4ps1TRsfOk0HUZ0wUBuZA5yLR
    /fUedRX96kRqMRHodCTyOQKlM5Nx5tUout6DbN44GZgAzjiRzXy1vtqHsvuXz5UelLe9/nM+85gIei6rM9kzFNX5UNGlLrrGg7KztLXGh+DN131B
    kuY82v7y+cyUnC8x5YdR4BcolDW5pxUVgKoZEPTfR7+Eo/IqmtGvcRn/Ip3xrzIa/zKp8a/zGv9CtT9wpd34lwqOf63j+Bdrjn+16R+4XHb8633/
    wAXL419xPY1/yfg0/DXvYAotzL+viIOkoG5TKyAoNDQf4Uhyao+ZbWbT83QNBIsnKTFdiLPDcNnLZ+HQg/XfviSLSWgppr5QQKI/439IzEcstJx7
    Nf6JhpBSaf1E5fMPJaVAmP4PhZVFw44vum8AAAAASUVORK5CYII=
    """

  /// 64 × 64.
  private static let placeholder = """
    iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAM1BMVEWao7Wao7Wao7Wao7Wao7Wao7Wao7Wao7Wao7WlrLuwtsG8wMfHys3S09Pe
    3dnp59/18ebQJ5qaAAAAEXRSTlMAHz9ff5+/3////////////67vbw4AAAGVSURBVHjatZfbloMgDEUFMVzElP//2qrT6bR6AnHhnEdrdiO5kAyD
    IGMdUdhF5KwZLsk6Hw7yzqrNz9a/DJ15qMj1mbcRhkJTVDnPMag0SvZTUGrqtBcIFC6Iuv4f+nDR/kQYw2V9xcLAV2LmsopzhD+bxgHGXN6CCKrn
    b+LyIU7VrEb25SBEqDgQ+QjgKLsA2LmclEUXkAMFSHTBqxyALvi9/wHXGAEYvGiFGBYoIZK+B+CFLFYD1ny2fQCL27D6ENdDgI1IG8atoiBAm0gb
    AHcLZSpv2Ywf64qpAtCVcw2gaSh1QLultQDNpvoCUOgS9QNcH8DhYtLLCpeSWgY3lD0GKfNPFDgnKQ5eHKvSIZeFTHJCU02PczE9ktBUz98QGXek
    cz15eLGkIirhu+374VwqmuHt6tT2B4ID13sqDSVwvX+4EEtTEY3N74pa2oAFzYpG78CfCwaMeYsGsMCRe1I78HIBjqqzDjDjcZuUX7B/A+Fxn3UA
    FheGotQkrSzaM/i/pat/7bth8bxh9b1h+b60/j8BhLKCQZn5c2IAAAAASUVORK5CYII=
    """
}

extension StaticAsset {
  var response: Response {
    Response(
      headers: ["Content-Type": contentType, "Cache-Control": "public, max-age=86400"], body: .bytes(bytes))
  }
}
