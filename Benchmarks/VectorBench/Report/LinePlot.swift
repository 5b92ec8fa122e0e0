// A line plot as an SVG file, written by hand: a few axes, polylines and words need no library.
//
// It reads on light and on dark pages: the background is transparent, and lines, text and grid have colours of middle
// brightness. (A page's theme need not be the system's, so a rule for the system's would go wrong at times.)
import BenchmarkSupport
import Measurement

/// Series of points between two axes.
struct LinePlot {
  /// One direction of the plot: values, where they lie between 0 and 1, and the marked ones.
  struct Axis {
    var title: String
    var ticks: [(value: Double, label: String)]
    /// 0 at the beginning of the axis, 1 at its end.
    var place: (Double) -> Double
  }

  struct Series {
    var name: String
    var points: [(x: Double, y: Double)]
    /// Drawn broken, for what is compared against.
    var isDashed = false
  }

  var title: String
  var x: Axis
  var y: Axis
  var series: [Series]

  private static let colours = ["#e5484d", "#3b82f6", "#12a594", "#f59e0b", "#8e4ec6", "#6f8f2f", "#d6409f", "#7c8797"]
  private let width = 760.0
  private let height = 460.0
  private let left = 72.0
  private let right = 190.0
  private let top = 44.0
  private let bottom = 58.0

  init(title: String, x: Axis, y: Axis, series: [Series]) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
  }

  /// The whole file.
  var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" role="img" aria-label="\(escaped(title))" \
    font-family="system-ui, sans-serif" font-size="12">
    <style>
    text { fill: #768390 } .grid { stroke: #768390; stroke-opacity: .25 }
    .line { fill: none; stroke-width: 2.2; stroke-linejoin: round }
    </style>
    <text x="\(Int(left))" y="24" font-size="15" font-weight="600">\(escaped(title))</text>
    \(grid)
    \(lines)
    </svg>

    """
  }

  private func position(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
    (
      left + x.place(point.x) * (width - left - right),
      height - bottom - y.place(point.y) * (height - top - bottom)
    )
  }

  private var grid: String {
    var text = ""
    for tick in x.ticks {
      let place = Shown.decimal(position((tick.value, 0)).x, 1)
      text += #"<line class="grid" x1="\#(place)" x2="\#(place)" y1="\#(Int(top))" y2="\#(Int(height - bottom))"/>"#
      text +=
        #"<text x="\#(place)" y="\#(Int(height - bottom + 18))" text-anchor="middle">\#(tick.label)</text>"# + "\n"
    }
    for tick in y.ticks {
      let place = Shown.decimal(height - bottom - y.place(tick.value) * (height - top - bottom), 1)
      text += #"<line class="grid" x1="\#(Int(left))" x2="\#(Int(width - right))" y1="\#(place)" y2="\#(place)"/>"#
      text += #"<text x="\#(Int(left - 8))" y="\#(place)" dy="4" text-anchor="end">\#(tick.label)</text>"# + "\n"
    }
    let middle = Int((left + width - right) / 2)
    text += #"<text x="\#(middle)" y="\#(Int(height - 14))" text-anchor="middle">\#(escaped(x.title))</text>"#
    let centre = Int((top + height - bottom) / 2)
    text += #"<text transform="translate(16 \#(centre)) rotate(-90)" text-anchor="middle">\#(escaped(y.title))</text>"#
    return text
  }

  private var lines: String {
    var text = ""
    for (number, series) in series.enumerated() {
      let colour = Self.colours[number % Self.colours.count]
      let dash = series.isDashed ? #" stroke-dasharray="6 4""# : ""
      let visible = series.points.filter { (0...1).contains(x.place($0.x)) && (0...1).contains(y.place($0.y)) }
        .map { position($0) }
      let path = visible.map { "\(Shown.decimal($0.x, 1)),\(Shown.decimal($0.y, 1))" }.joined(separator: " ")
      text += #"<polyline class="line" stroke="\#(colour)"\#(dash) points="\#(path)"/>"#
      for point in visible {
        text +=
          #"<circle cx="\#(Shown.decimal(point.x, 1))" cy="\#(Shown.decimal(point.y, 1))" r="2.8" fill="\#(colour)"/>"#
      }
      let (legendX, legendY) = (Int(width - right + 18), Int(top) + 14 + number * 21)
      text +=
        #"<line class="line" stroke="\#(colour)"\#(dash) x1="\#(legendX)" x2="\#(legendX + 26)" y1="\#(legendY)" y2="\#(legendY)"/>"#
      text += #"<text x="\#(legendX + 33)" y="\#(legendY)" dy="4">\#(escaped(series.name))</text>"# + "\n"
    }
    return text
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}

extension LinePlot.Axis {
  /// Queries per second on a logarithmic scale that holds `values`, marked at 1, 2 and 5 times each power of ten.
  static func logarithmic(_ title: String, holding values: [Double]) -> Self {
    let values = values.filter { $0 > 0 }
    let low = Logarithm.decimal(values.min() ?? 1) - 0.05
    let high = Logarithm.decimal(values.max() ?? 10) + 0.05
    let span = max(high - low, 0.1)
    let marks = (-6...9).flatMap { power in [1.0, 2, 5].map { $0 * Logarithm.power(10, Double(power)) } }
    return Self(
      title: title,
      ticks: marks.filter { (low...high).contains(Logarithm.decimal($0)) }.map { ($0, Self.mark($0)) },
      place: { (Logarithm.decimal($0) - low) / span })
  }

  private static func mark(_ value: Double) -> String {
    value >= 1 ? Shown.count(value) : Shown.decimal(value, value >= 0.1 ? 1 : value >= 0.01 ? 2 : 3)
  }

  /// Recall from .80 up, by the logarithm of what is missed, so that .99 and .999 stand apart.
  static var recall: Self {
    let (start, end) = (0.80, 0.9995)
    func depth(_ recall: Double) -> Double { -Logarithm.decimal(1 - min(recall, end)) }
    return Self(
      title: "recall@10 (logarithmic in what is missed)",
      ticks: [0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999].map { ($0, Self.recallMark($0)) },
      place: { (depth($0) - depth(start)) / (depth(end) - depth(start)) })
  }

  private static func recallMark(_ recall: Double) -> String {
    let text = Shown.decimal(recall, 3).dropFirst()
    return String(text.hasSuffix("0") ? (text.hasSuffix("00") ? text.dropLast(2) : text.dropLast()) : text)
  }
}
