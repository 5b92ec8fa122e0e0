// Percentiles, recall and interpolation against figures worked out by hand.
import Measurement
import Testing

@Suite("Measurement")
struct MeasurementTests {
  @Test func aPercentileIsTheNearestRankOfTheSortedValues() {
    let percentiles = Percentiles((1...100).map(Double.init).shuffled())
    #expect(percentiles.value(at: 0.5) == 50)
    #expect(percentiles.value(at: 0.9) == 90)
    #expect(percentiles.value(at: 0.99) == 99)
    #expect(percentiles.value(at: 0.991) == 100)
    #expect(percentiles.value(at: 0) == 1)
    #expect(percentiles.value(at: 1) == 100)
  }

  @Test func aSingleValueIsEveryPercentileAndNoValueIsNone() {
    #expect(Percentiles([3]).value(at: 0.01) == 3)
    #expect(Percentiles([3]).value(at: 0.99) == 3)
    #expect(Percentiles([]).value(at: 0.5) == nil)
  }

  @Test func recallCountsWhatWasFoundAndAnswersThatWereTooShort() {
    var recall = Recall()
    recall.count(found: [1, 2, 9], truth: [3, 2, 1])
    recall.count(found: [4], truth: [4, 5, 6])
    recall.count(found: [], truth: [Int]())
    #expect(recall.value == 0.5)
    #expect(recall.shortAnswers == 1)
    #expect(Recall().value == 1)
  }

  private let curve = RecallCurve(points: [
    .init(effort: 10, recall: 0.80, queriesPerSecond: 10_000),
    .init(effort: 20, recall: 0.90, queriesPerSecond: 8_000),
    .init(effort: 40, recall: 1.00, queriesPerSecond: 2_000),
  ])

  @Test func throughputAtARecallIsInterpolatedOnALogarithmicScale() throws {
    // Half-way between 8,000 and 2,000 on a logarithmic scale is their geometric mean.
    #expect(abs(try #require(curve.queriesPerSecond(atRecall: 0.95)) - 4_000) < 1e-6)
    #expect(abs(try #require(curve.queriesPerSecond(atRecall: 0.90)) - 8_000) < 1e-6)
  }

  @Test func belowTheFirstPointTheFirstPointStandsAndAboveTheLastThereIsNone() {
    #expect(curve.queriesPerSecond(atRecall: 0.5) == 10_000)
    var short = curve
    short.points.removeLast()
    #expect(short.queriesPerSecond(atRecall: 0.95) == nil)
    #expect(RecallCurve(points: []).queriesPerSecond(atRecall: 0.5) == nil)
  }

  @Test func aPointThatAnotherBeatsInBothIsNotOnTheFront() {
    var bumpy = curve
    bumpy.points.append(.init(effort: 15, recall: 0.85, queriesPerSecond: 5_000))
    #expect(bumpy.front == curve.points)
  }
}
