using Masking.CompilerServices;
using Masking.Heads;
using Masking.ModelFiles;
using Masking.Onnx.Choices;
using Masking.Onnx.Schema;
using static TorchSharp.torch;

namespace Masking.Onnx.Exporting;

/// <summary>The choices of one kind of actor, in the order in which they are made.</summary>
internal sealed class ActorExport
{
    private readonly OnnxGraph _graph;
    private readonly Parts _parts;
    private readonly ActionPlan _plan;
    private readonly Actors _actors;
    private readonly bool _hasProbs;
    private readonly OnnxValue? _uniforms;          // (rows, lanes)
    private readonly HeadExport[] _heads;
    private readonly OnnxValue?[] _logits;          // of the heads: (rows, columns), as soon as they are computed
    private readonly OnnxValue[] _actions;          // of the choices: (rows, 1), or (rows, bits or picks)
    private readonly OnnxValue?[] _probs;           // of the choices: (rows, choices); null for a number and for picks

    /// <summary>Adds the nodes of all choices.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="parts">The parts of the policy.</param>
    /// <param name="actor">The declaration.</param>
    /// <param name="plan">The plan of the same actor.</param>
    /// <param name="actors">The actors.</param>
    /// <param name="encodings">The encodings of all inputs.</param>
    /// <param name="isGreedy">Whether the most probable actions are chosen; otherwise uniform numbers are an input.</param>
    /// <param name="hasProbs">Whether the probabilities of the choices are needed.</param>
    public ActorExport(
        OnnxGraph graph,
        Parts parts,
        ActorDeclaration actor,
        ActionPlan plan,
        Actors actors,
        IReadOnlyDictionary<string, Encoding> encodings,
        bool isGreedy,
        bool hasProbs)
    {
        (_graph, _parts, _plan, _actors, _hasProbs) = (graph, parts, plan, actors, hasProbs);
        _heads =
        [
            .. actor.Heads.Select((head, index) => new HeadExport(graph, parts, head, plan.Heads[index], actor.Heads, actors, encodings)),
        ];
        _logits = new OnnxValue?[_heads.Length];
        _actions = new OnnxValue[plan.Choices.Length];
        _probs = new OnnxValue?[plan.Choices.Length];
        if (!isGreedy)
        {
            string lanes = $"{plan.Choices.Sum(choice => choice.ActionLength)}";
            OnnxValue uniforms = graph.Input(
                OnnxNames.Uniforms(actor), ElementType.Float32, [OnnxNames.Batch, .. actors.Slots, lanes]);
            _uniforms = actors.Flatten(uniforms, [lanes]);
        }

        OnnxValue logProb = Enumerable.Range(0, plan.Choices.Length)
            .Select(index => graph.In(_heads[plan.Choices[index].Head].Name, () => Choose(index)))
            .Aggregate((sum, other) => graph.Add("Add", sum, other));
        LogProb = actors.IsAgent
            ? actors.InSlots(logProb)
            : graph.Add("ReduceSum", [("keepdims", 0L)], graph.Add("Flatten", [("axis", 1L)], actors.InSlots(logProb)), graph.Constant(1L));
    }

    /// <summary>The log-probability of the joint action of each environment, <c>(batch)</c>.</summary>
    public OnnxValue LogProb { get; }

    /// <summary>
    /// Makes the actions of the heads outputs: <c>(batch, slots…)</c>, with an axis of components for a record struct, of bits or of picks.
    /// </summary>
    public void WriteActions()
    {
        foreach (ActionTensor tensor in _plan.ActionTensors)
        {
            HeadPlan head = _plan.Heads[tensor.Head];
            IEnumerable<int> choices = _plan.ChoicesOf(tensor.Head).ToArray()
                .Where(choice => _plan.Choices[choice].Number is not null == tensor.IsNumbers);
            OnnxValue action = _graph.Joined([.. choices.Select(choice => _actions[choice])]);
            long? length = head.HasActionAxis ? tensor.Length : null;
            _graph.Output(
                tensor.Name,
                _actors.InSlots(action, length),
                tensor.IsNumbers ? ElementType.Float32 : ElementType.Int64,
                [OnnxNames.Batch, .. _actors.Slots, .. length is { } axis ? [$"{axis}"] : Array.Empty<string>()]);
        }
    }

    /// <summary>
    /// Makes the probabilities or action values of the heads outputs: <c>(batch, slots…, choices)</c>. Numbers and picks have none.
    /// </summary>
    public void WriteProbs()
    {
        for (int index = 0; index < _heads.Length; index++)
        {
            HeadExport head = _heads[index];
            OnnxValue[] probs = [.. _plan.ChoicesOf(index).ToArray().Select(choice => _probs[choice]).OfType<OnnxValue>()];
            if (probs.Length == 0 || head.MaskInput is not { } mask)
            {
                continue;
            }

            OnnxValue shape = _graph.Add("Shape", mask);
            OnnxValue leading = _graph.Add("Slice", shape, _graph.Constant(0L), _graph.Constant(1L + _actors.Slots.Length));
            _graph.Output(
                head.IsActionValue ? $"{head.Name}Values" : $"{head.Name}Probs",
                _graph.Add("Reshape", _graph.Joined(probs), _graph.Add("Concat", [("axis", 0L)], leading, _graph.Constant(-1L))),
                ElementType.Float32,
                [OnnxNames.Batch, .. _actors.Slots, head.ChoiceAxis]);
        }
    }

    /// <summary>Makes a choice, and returns its log-probability <c>(rows, 1)</c>.</summary>
    private OnnxValue Choose(int index)
    {
        ChoicePlan choice = _plan.Choices[index];
        HeadExport head = _heads[choice.Head];
        OnnxValue? isActive = IsActive(choice);
        if (choice.Number is { } form)
        {
            OnnxValue range = _graph.Columns(Row(choice, head.Range!.Value), choice.FirstFlag, choice.FirstFlag + 2);
            MaskedNumber number = new(_graph, form, Columns(choice, choice.FirstColumn, Logits(choice.Head)), range, isActive);
            _actions[index] = number.Choose(Uniforms(choice));
            return number.LogProb(_actions[index]);
        }

        OnnxValue mask = Columns(choice, choice.FirstFlag, Row(choice, head.Mask!.Value));
        OnnxValue legal = isActive is { } active ? _graph.Add("And", mask, active) : mask;
        if (head.Plan.Picks is not null)
        {
            OnnxValue features = head.Conditioned(Parents(head));
            (_actions[index], OnnxValue ofPicks) = new MaskedPicks(_graph, _parts, head, _actors).Pick(features, legal, Uniforms(choice));
            return ofPicks;
        }

        OnnxValue logits = Columns(choice, choice.FirstColumn, Logits(choice.Head));
        if (head.Plan.IsDistinct)
        {
            DistinctChoices distinct = new(_graph, _actors, logits, legal, Uniforms(choice));
            _actions[index] = distinct.Actions;
            _probs[index] = _hasProbs ? distinct.Probs : null;
            return distinct.LogProb;
        }

        if (choice.IsFlags)
        {
            MaskedBits bits = new(_graph, logits, legal);
            OnnxValue drawn = bits.Choose(Uniforms(choice));
            _actions[index] = isActive is { } acting ? _graph.Add("Where", acting, drawn, _graph.Constant(-1L)) : drawn;
            _probs[index] = _hasProbs ? bits.Probs() : null;
            return bits.LogProb(_actions[index]);
        }

        MaskedChoice categorical = new(_graph, logits, legal, Uniforms(choice));
        _actions[index] = categorical.Action;
        _probs[index] = !_hasProbs ? null
            : head.IsActionValue ? _graph.Add("Where", legal, logits, _graph.Constant(float.NaN))
            : categorical.Probs;
        return categorical.LogProb;
    }

    /// <summary>The rows in which a choice is active, <c>(rows, 1)</c> bool; null for all.</summary>
    private OnnxValue? IsActive(ChoicePlan choice)
    {
        List<OnnxValue> conditions = [.. choice.Tables.Select(table => HasAction(_actions[table]))];
        if (choice.Gate is { } gate)
        {
            OnnxValue parent = _actions[gate.Parent];
            using Tensor values = tensor(gate.Values);
            conditions.Add(_graph.Add("And", HasAction(parent), _graph.Add("Gather", _graph.Constant("active", values), Index(parent))));
        }

        if (_actors.Present is { } present)
        {
            conditions.Add(present);
        }

        return conditions.Count == 0 ? null : conditions.Aggregate((all, other) => _graph.Add("And", all, other));
    }

    /// <summary>The row of a mask or of intervals that the choices of other heads select, <c>(rows, columns)</c>.</summary>
    private OnnxValue Row(ChoicePlan choice, OnnxValue rows) => choice.Tables.Aggregate(
        rows, (selected, table) => _graph.Add("GatherND", [("batch_dims", 1L)], selected, Index(_actions[table])));

    /// <summary>The logits of a head, <c>(rows, columns)</c>, which all of its choices share.</summary>
    private OnnxValue Logits(int head) => _logits[head] ??= _heads[head].Logits(_heads[head].Conditioned(Parents(_heads[head])));

    /// <summary>The choices of the heads on which the logits of a head depend, <c>(rows, width)</c> each.</summary>
    private IEnumerable<OnnxValue> Parents(HeadExport head) => head.Plan.Parents.Select(Encoded);

    /// <summary>
    /// The choice of a head as one-hot vectors, bits and numbers in [-1, 1]; for a pointer or a subset the mean encoding of what was
    /// chosen. Zeros for no action.
    /// </summary>
    private OnnxValue Encoded(int head)
    {
        OnnxValue encoded = _graph.Joined([.. _plan.ChoicesOf(head).ToArray().Select(Encoded)]);
        if (_heads[head].Over is not { } over)
        {
            return encoded;
        }

        return _actors.Multiply(encoded, rowWidth: null, _heads[head].Candidates(), $"{over.Width}");

        OnnxValue Encoded(int choice)
        {
            ChoicePlan plan = _plan.Choices[choice];
            OnnxValue action = _actions[choice];
            return plan.Number is { } form ? MaskedNumber.Encode(_graph, form, action)
                : plan.IsFlags ? _graph.ToNumbers(Index(action))
                : _heads[head].Plan.Picks is not null ? MeanOfPicks(head, action)
                : _graph.ToNumbers(_graph.Add("Equal", action, plan.Columns is { } columns ? Numbers(columns) : Candidates(head)));
        }
    }

    /// <summary>Equal weights of what was picked, <c>(rows, candidates)</c>, whose sum is 1; zeros where nothing was picked.</summary>
    private OnnxValue MeanOfPicks(int head, OnnxValue picks)
    {
        OnnxValue isPicked = _graph.Add("Equal", _graph.Add("Unsqueeze", picks, _graph.Constant(-1L)), Candidates(head));
        OnnxValue picked = _graph.Add("ReduceSum", [("keepdims", 0L)], _graph.ToNumbers(isPicked), _graph.Constant(1L));
        OnnxValue count = _graph.Add("ReduceSum", picked, _graph.Constant(-1L));
        return _graph.Add("Div", picked, _graph.Add("Max", count, _graph.Constant(1f)));
    }

    /// <summary>The indices of the candidates of a head.</summary>
    private OnnxValue Candidates(int head) =>
        _graph.IndicesOf(Row(_plan.Choices[_plan.ChoicesOf(head)[0]], _heads[head].Mask!.Value));

    private OnnxValue Numbers(int count) => _graph.Constant([.. Enumerable.Range(0, count).Select(number => (long)number)]);

    private OnnxValue? Uniforms(ChoicePlan choice)
    {
        long first = choice.FirstLane - _plan.Choices.Min(each => each.FirstLane);
        long lanes = _plan.Choices.Sum(each => each.ActionLength);
        return _uniforms is { } uniforms ? Slice(uniforms, first, first + choice.ActionLength, lanes) : null;
    }

    private OnnxValue HasAction(OnnxValue action) => _graph.Add("GreaterOrEqual", action, _graph.Constant(0L));

    private OnnxValue Index(OnnxValue action) => _graph.Add("Max", action, _graph.Constant(0L));

    /// <summary>The columns of a choice in the logits or in the mask of its head.</summary>
    private OnnxValue Columns(ChoicePlan choice, int first, OnnxValue ofHead) => choice.Columns is { } columns
        ? Slice(ofHead, first, first + columns, _plan.Heads[choice.Head].Components.Length == 1 ? columns : null)
        : ofHead;

    /// <summary>Selects columns, unless these are all.</summary>
    private OnnxValue Slice(OnnxValue numbers, long first, long end, long? count) =>
        first == 0 && end == count ? numbers : _graph.Columns(numbers, first, end);
}
