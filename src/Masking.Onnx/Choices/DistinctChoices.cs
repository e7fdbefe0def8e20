using Masking.Onnx.Exporting;

namespace Masking.Onnx.Choices;

/// <summary>
/// The choices of the actors of an environment that choose different candidates, one after the other. They are unrolled over the slots,
/// because the graph has no loops.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="actors">The actors, with a number of slots that does not differ from call to call.</param>
internal sealed class DistinctChoices(OnnxGraph graph, Actors actors)
{
    /// <summary>Chooses candidates.</summary>
    /// <param name="logits"><c>(rows, candidates)</c>.</param>
    /// <param name="legal">The mask, without regard to other actors: <c>(rows, candidates)</c> bool.</param>
    /// <param name="uniforms">As for <see cref="MaskedChoice.Choose"/>.</param>
    /// <returns>The choices and their log-probabilities, each <c>(rows, 1)</c>.</returns>
    public (OnnxValue Actions, OnnxValue LogProb, OnnxValue Probs) Choose(OnnxValue logits, OnnxValue legal, OnnxValue? uniforms)
    {
        OnnxValue allLogits = actors.InEnvironments(logits);
        OnnxValue allLegal = actors.InEnvironments(legal);
        OnnxValue? allUniforms = uniforms is { } numbers ? actors.InEnvironments(numbers, 1) : null;
        OnnxValue candidates = graph.IndicesOf(logits);
        OnnxValue? free = null;
        List<OnnxValue> actions = [];
        List<OnnxValue> logProbs = [];
        List<OnnxValue> probs = [];
        for (long slot = 0; slot < actors.SlotCount; slot++)
        {
            OnnxValue own = OfSlot(allLegal, slot);
            OnnxValue left = free is { } others ? graph.Add("And", own, others) : own;
            MaskedChoice choice = new(graph, OfSlot(allLogits, slot), left);
            OnnxValue action = choice.Choose(allUniforms is { } all ? OfSlot(all, slot) : null);
            OnnxValue isOther = graph.Add("Not", graph.Add("Equal", candidates, action));
            free = free is { } before ? graph.Add("And", before, isOther) : isOther;
            actions.Add(action);
            logProbs.Add(choice.LogProb(action));
            probs.Add(choice.Probs());
        }

        return (Rows(actions, "1"), Rows(logProbs, "1"), Rows(probs, "candidates"));
    }

    private OnnxValue OfSlot(OnnxValue numbers, long slot) => graph.Add("Gather", [("axis", 1L)], numbers, graph.Scalar(slot));

    /// <summary>Stacks the numbers of all slots, each <c>(batch, columns)</c>, to <c>(rows, columns)</c>.</summary>
    private OnnxValue Rows(List<OnnxValue> slots, string columns)
    {
        OnnxValue[] unsqueezed = [.. slots.Select(slot => graph.Add("Unsqueeze", slot, graph.Constant(1L)))];
        OnnxValue stacked = unsqueezed.Length == 1 ? unsqueezed[0] : graph.Add("Concat", [("axis", 1L)], unsqueezed);
        return actors.FromEnvironments(stacked, columns);
    }
}
