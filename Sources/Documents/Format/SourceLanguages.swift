// Extensions of text files that are kept as they are, and the programming languages among them.

enum SourceLanguages {
  /// The media type by extension.
  static let mediaTypes: [String: String] = {
    var table = plain
    for entry in languages.values { for name in entry.extensions { table[name] = entry.mediaType } }
    return table
  }()

  /// The programming language by extension, as people write it.
  static let names: [String: String] = {
    var table: [String: String] = [:]
    for (language, entry) in languages { for name in entry.extensions { table[name] = language } }
    return table
  }()

  /// The media types of programming languages.
  static let codeTypes = Set(languages.values.map(\.mediaType))

  private static let plain: [String: String] = [
    "txt": "text/plain", "text": "text/plain", "log": "text/plain", "ini": "text/plain", "cfg": "text/plain",
    "conf": "text/plain", "properties": "text/plain", "env": "text/plain", "srt": "text/plain", "vtt": "text/vtt",
    "json": "application/json", "jsonl": "application/jsonl", "ndjson": "application/jsonl",
    "geojson": "application/json", "ipynb": "application/json", "yaml": "application/yaml", "yml": "application/yaml",
    "toml": "application/toml", "bib": "text/x-bibtex", "diff": "text/x-diff", "patch": "text/x-diff",
  ]

  private static let languages: [String: (mediaType: String, extensions: [String])] = [
    "Swift": ("text/x-swift", ["swift"]), "Python": ("text/x-python", ["py", "pyi", "pyw"]),
    "JavaScript": ("text/javascript", ["js", "mjs", "cjs", "jsx"]), "TypeScript": ("text/x-typescript", ["ts", "tsx"]),
    "C": ("text/x-c", ["c", "h"]), "C++": ("text/x-c++", ["cc", "cpp", "cxx", "hpp", "hh", "hxx"]),
    "Objective-C": ("text/x-objective-c", ["m", "mm"]), "Java": ("text/x-java", ["java"]),
    "Kotlin": ("text/x-kotlin", ["kt", "kts"]), "Go": ("text/x-go", ["go"]), "Rust": ("text/x-rust", ["rs"]),
    "Ruby": ("text/x-ruby", ["rb"]), "PHP": ("text/x-php", ["php"]), "Perl": ("text/x-perl", ["pl", "pm"]),
    "Lua": ("text/x-lua", ["lua"]), "R": ("text/x-r", ["r"]), "C#": ("text/x-csharp", ["cs"]),
    "F#": ("text/x-fsharp", ["fs", "fsx"]), "Scala": ("text/x-scala", ["scala"]),
    "Haskell": ("text/x-haskell", ["hs"]), "OCaml": ("text/x-ocaml", ["ml", "mli"]),
    "Elixir": ("text/x-elixir", ["ex", "exs"]), "Erlang": ("text/x-erlang", ["erl", "hrl"]),
    "Clojure": ("text/x-clojure", ["clj", "cljs"]), "Dart": ("text/x-dart", ["dart"]), "Zig": ("text/x-zig", ["zig"]),
    "Julia": ("text/x-julia", ["jl"]), "Groovy": ("text/x-groovy", ["groovy", "gradle"]),
    "Shell": ("text/x-shellscript", ["sh", "bash", "zsh", "fish"]), "PowerShell": ("text/x-powershell", ["ps1"]),
    "SQL": ("application/sql", ["sql"]), "CSS": ("text/css", ["css"]), "SCSS": ("text/x-scss", ["scss", "sass"]),
    "Vue": ("text/x-vue", ["vue"]), "Svelte": ("text/x-svelte", ["svelte"]),
    "Protocol Buffers": ("text/x-protobuf", ["proto"]), "CMake": ("text/x-cmake", ["cmake"]),
    "Dockerfile": ("text/x-dockerfile", ["dockerfile"]), "Assembly": ("text/x-asm", ["s", "asm"]),
    "Fortran": ("text/x-fortran", ["f", "f90", "f95"]), "Pascal": ("text/x-pascal", ["pas"]),
    "Visual Basic": ("text/x-vb", ["vb", "bas"]), "Terraform": ("text/x-terraform", ["tf"]),
    "Makefile": ("text/x-makefile", ["mk"]), "Lisp": ("text/x-lisp", ["lisp", "el", "scm"]),
  ]
}
