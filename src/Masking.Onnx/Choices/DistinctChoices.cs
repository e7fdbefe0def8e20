using Masking.Onnx.Exporting;

namespace Masking.Onnx.Choices;

/// <summary>
/// The choices of the actors of an environment that choose different candidates, one after the other. They are unrolled over the slots,
/// because the graph has no loops.
/// </summary>
internal sealed class DistinctChoices
{
    private readonly OnnxGraph _graph;
    private readonly Actors _actors;
    private readonly List<MaskedChoice> _choices = [];
    private readonly List<OnnxValue> _actions = [];

    /// <summary>Chooses candidates.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="actors">The actors, with a number of slots that does not differ from call to call.</param>
    /// <param name="logits"><c>(rows, candidates)</c>.</param>
    /// <param name="legal">The mask, without regard to other actors: <c>(rows, candidates)</c> bool.</param>
    /// <param name="uniforms">As for a <see cref="MaskedChoice"/>.</param>
    public DistinctChoices(OnnxGraph graph, Actors actors, OnnxValue logits, OnnxValue legal, OnnxValue? uniforms)
    {
        (_graph, _actors) = (graph, actors);
        OnnxValue allLogits = actors.InEnvironments(logits);
        OnnxValue allLegal = actors.InEnvironments(legal);
        OnnxValue? allUniforms = uniforms is { } numbers ? actors.InEnvironments(numbers, 1) : null;
        OnnxValue candidates = graph.IndicesOf(logits);
        OnnxValue? free = null;
        for (long slot = 0; slot < actors.SlotCount; slot++)
        {
            OnnxValue own = OfSlot(allLegal, slot);
            OnnxValue left = free is { } others ? graph.Add("And", own, others) : own;
            MaskedChoice choice = new(graph, OfSlot(allLogits, slot), left, allUniforms is { } all ? OfSlot(all, slot) : null);
            OnnxValue action = choice.Action;
            OnnxValue isOther = graph.Add("Not", graph.Add("Equal", candidates, action));
            free = free is { } before ? graph.Add("And", before, isOther) : isOther;
            _choices.Add(choice);
            _actions.Add(action);
        }
    }

    /// <summary>The choices, <c>(rows, 1)</c> int64.</summary>
    public OnnxValue Actions => Rows(_actions, "1");

    /// <summary>Their log-probabilities, each given the choices of earlier actors: <c>(rows, 1)</c>.</summary>
    public OnnxValue LogProb => Rows(_choices.Select(choice => choice.LogProb), "1");

    /// <summary>The probabilities of all candidates, each given the choices of earlier actors: <c>(rows, candidates)</c>.</summary>
    public OnnxValue Probs => Rows(_choices.Select(choice => choice.Probs), "candidates");

    private OnnxValue OfSlot(OnnxValue numbers, long slot) => _graph.Add("Gather", [("axis", 1L)], numbers, _graph.Scalar(slot));

    /// <summary>Stacks the numbers of all slots, each <c>(batch, columns)</c>, to <c>(rows, columns)</c>.</summary>
    private OnnxValue Rows(IEnumerable<OnnxValue> slots, string columns)
    {
        OnnxValue stacked = _graph.Joined([.. slots.Select(slot => _graph.Add("Unsqueeze", slot, _graph.Constant(1L)))]);
        return _actors.FromEnvironments(stacked, columns);
    }
}
