using Masking.Onnx.Exporting;

namespace Masking.Onnx.Choices;

/// <summary>
/// The picks of a subset: one element after the other, no element twice, until the end is picked. The picks are unrolled, because the graph
/// has no loops.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="parts">The parts of the policy.</param>
/// <param name="head">The head.</param>
/// <param name="actors">The actors.</param>
internal sealed class MaskedPicks(OnnxGraph graph, Parts parts, HeadExport head, Actors actors)
{
    /// <summary>Picks elements.</summary>
    /// <param name="features">The features of each actor, <c>(rows, inputs)</c>.</param>
    /// <param name="legal">The elements that may be picked, <c>(rows, elements)</c> bool.</param>
    /// <param name="uniforms">As for a <see cref="MaskedChoice"/>, with a column for each pick.</param>
    /// <returns>The picks <c>(rows, picks)</c> int64, padded with -1, and their log-probability <c>(rows, 1)</c>.</returns>
    public (OnnxValue Picks, OnnxValue LogProb) Pick(OnnxValue features, OnnxValue legal, OnnxValue? uniforms)
    {
        (int atLeast, int atMost) = head.Plan.Picks!.Value;
        long width = parts.Size($"{head.Name}.key.weight", axis: 0);
        OnnxValue candidates = head.Candidates();
        OnnxValue keys = graph.Add("Transpose", [("perm", new long[] { 0, 2, 1 })], graph.Add(
            "Div", parts.Linear($"{head.Name}.key", candidates), graph.Constant(MathF.Sqrt(width))));
        OnnxValue updates = parts.Linear($"{head.Name}.pick", candidates);
        OnnxValue query = parts.Linear($"{head.Name}.query", features);
        OnnxValue elements = graph.IndicesOf(legal);
        OnnxValue remaining = legal;
        OnnxValue isOpen = graph.Add("GreaterOrEqual", Greatest(legal), graph.Constant(0f));
        List<OnnxValue> picks = [];
        List<OnnxValue> logProbs = [];
        for (int pick = 0; pick < atMost; pick++)
        {
            OnnxValue ofElements = actors.Multiply(query, width, keys, head.ChoiceAxes);
            OnnxValue logits = graph.Add("Concat", [("axis", 1L)], ofElements, parts.Linear($"{head.Name}.end", query));
            OnnxValue canEnd = pick >= atLeast
                ? isOpen
                : graph.Add("And", isOpen, graph.Add("Equal", Greatest(remaining), graph.Constant(0f)));
            OnnxValue mask = graph.Add("Concat", [("axis", 1L)], graph.Add("And", remaining, isOpen), canEnd);
            MaskedChoice choice = new(graph, logits, mask, uniforms is { } numbers ? graph.Columns(numbers, pick, pick + 1) : null);
            OnnxValue chosen = choice.Action;
            logProbs.Add(choice.LogProb);
            OnnxValue isElement = graph.Add("Less", chosen, graph.Add("Shape", elements));
            OnnxValue picked = graph.Add("Where", isElement, chosen, graph.Constant(-1L));
            picks.Add(picked);
            isOpen = graph.Add("GreaterOrEqual", picked, graph.Constant(0L));
            OnnxValue isPicked = graph.Add("Equal", elements, picked);
            remaining = graph.Add("And", remaining, graph.Add("Not", isPicked));
            query = graph.Add("Add", query, actors.Multiply(graph.ToNumbers(isPicked), rowWidth: null, updates, $"{width}"));
        }

        return (graph.Joined([.. picks]), logProbs.Aggregate((sum, other) => graph.Add("Add", sum, other)));
    }

    /// <summary>1 in rows with a flag, otherwise 0: <c>(rows, 1)</c>.</summary>
    private OnnxValue Greatest(OnnxValue flags) => graph.Add("ReduceMax", [("axes", new long[] { -1 })], graph.ToNumbers(flags));
}
