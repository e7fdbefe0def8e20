using Masking.Heads;
using Masking.ModelFiles;
using Masking.Onnx.Schema;

namespace Masking.Onnx.Exporting;

/// <summary>The masks and the logits of one head.</summary>
internal sealed class HeadExport
{
    private readonly OnnxGraph _graph;
    private readonly Parts _parts;
    private readonly HeadDeclaration _head;
    private readonly Actors _actors;

    /// <summary>Adds the inputs of a head.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="parts">The parts of the policy.</param>
    /// <param name="head">The declaration.</param>
    /// <param name="plan">The plan of the head.</param>
    /// <param name="heads">All heads of the same actors.</param>
    /// <param name="actors">The actors.</param>
    /// <param name="encodings">The encodings of all inputs.</param>
    public HeadExport(
        OnnxGraph graph,
        Parts parts,
        HeadDeclaration head,
        HeadPlan plan,
        IReadOnlyList<HeadDeclaration> heads,
        Actors actors,
        IReadOnlyDictionary<string, Encoding> encodings)
    {
        (_graph, _parts, _head, _actors, Plan) = (graph, parts, head, actors, plan);
        Over = head.Over is { } over ? encodings[over] : null;
        ChoiceAxes = Over?.Axes ?? [$"{plan.Choices}"];
        string[][] parents = [.. head.MaskRows.Select(name => AxesOf(heads.First(each => each.Name == name), encodings))];
        Mask = ReadMask(parents);
        Range = ReadRange(parents);
    }

    /// <summary>The plan of the head.</summary>
    public HeadPlan Plan { get; }

    /// <summary>The name of the head.</summary>
    public string Name => _head.Name;

    /// <summary>Whether the head computes action values.</summary>
    public bool IsActionValue => _head.IsActionValue;

    /// <summary>The encoding of the candidates of a pointer or a subset; null for other heads.</summary>
    public Encoding? Over { get; }

    /// <summary>The axes of the choices in a mask: one, or the height and the width of a map.</summary>
    public string[] ChoiceAxes { get; }

    /// <summary>The axis of all choices: their number, or its name if it differs from call to call.</summary>
    public string ChoiceAxis => Shapes.ProductOf(ChoiceAxes) is { } count ? $"{count}"
        : ChoiceAxes.Length == 1 ? ChoiceAxes[0]
        : $"{_head.Over}.cells";

    /// <summary>The input of the mask, <c>(batch, slots…, choices of parents…, choices…)</c>; null if only numbers are chosen.</summary>
    public OnnxValue? MaskInput { get; private set; }

    /// <summary>The mask <c>(rows, choices of each parent…, choices)</c>, without absent candidates; null for only numbers.</summary>
    public OnnxValue? Mask { get; }

    /// <summary>The intervals of the numbers, <c>(rows, choices of each parent…, ends)</c>; null without numbers.</summary>
    public OnnxValue? Range { get; }

    /// <summary>The candidates <c>(batch, candidates, width)</c> of a pointer or a subset.</summary>
    public OnnxValue Candidates() => new Shapes(_graph).Flatten(
        Over!.Elements!.Value, [OnnxNames.Batch], ChoiceAxes, [$"{Over.Width}"]);

    /// <summary>The logits of the head, <c>(rows, columns)</c>.</summary>
    /// <param name="features">The features of each actor, <c>(rows, inputs)</c>.</param>
    public OnnxValue Logits(OnnxValue features)
    {
        if (_parts.IsCustom(Name))
        {
            return _parts.Export(Name, outputs: 1, features)[0];
        }

        if (Over is null)
        {
            return _parts.Linear(Name, features);
        }

        // q·(K c) = (Kᵀ q)·c: projecting the queries avoids a key for every candidate.
        OnnxValue query = _graph.Add("MatMul", _parts.Linear($"{Name}.query", features), _parts.Constant($"{Name}.key.weight"));
        float divisor = MathF.Sqrt(_parts.Size($"{Name}.key.weight", axis: 0));
        OnnxValue scaled = _graph.Add("Div", query, _graph.Constant(divisor));
        OnnxValue keys = _graph.Add("Transpose", [("perm", new long[] { 0, 2, 1 })], Candidates());
        return _actors.Multiply(scaled, Over.Width, keys, ChoiceAxes);
    }

    /// <summary>The features of each actor, combined with the choices of the heads on which the logits depend.</summary>
    /// <param name="choices">The encodings of their choices, <c>(rows, width)</c>.</param>
    public OnnxValue Conditioned(IEnumerable<OnnxValue> choices)
    {
        OnnxValue[] terms =
        [
            .. choices.Select((choice, parent) => _parts.Linear($"{Name}.given.choices.{parent}", choice)),
        ];
        return terms.Length == 0
            ? _actors.Features
            : _graph.Add("Relu", terms.Aggregate(
                _parts.Linear($"{Name}.given.layer", _actors.Features), (sum, term) => _graph.Add("Add", sum, term)));
    }

    private static string[] AxesOf(HeadDeclaration head, IReadOnlyDictionary<string, Encoding> encodings) => head.Over is { } over
        ? encodings[over].Axes
        : [$"{head.Components.Sum(component => component.Choices.Count)}"];

    private OnnxValue? ReadMask(string[][] parents)
    {
        if (Plan is { IsPointer: false, Choices: 0 })
        {
            return null;
        }

        string[] axes = [OnnxNames.Batch, .. _actors.Slots, .. parents.SelectMany(parent => parent), .. ChoiceAxes];
        OnnxValue mask = _graph.Input($"{Name}Mask", ElementType.Bool, axes);
        MaskInput = mask;
        if (Over is { IsSet: true, Present: { } present })
        {
            long[] others = [.. Enumerable.Range(1, axes.Length - 2).Select(axis => (long)axis)];
            mask = _graph.Add("And", mask, others.Length == 0 ? present : _graph.Add("Unsqueeze", present, _graph.Constant(others)));
        }

        return _actors.Flatten(mask, [.. parents, ChoiceAxes]);
    }

    private OnnxValue? ReadRange(string[][] parents)
    {
        if (Plan.Numbers == 0)
        {
            return null;
        }

        string[] ends = Plan.HasActionAxis ? [$"{Plan.Numbers}", "2"] : ["2"];
        OnnxValue range = _graph.Input($"{Name}Range", ElementType.Float32,
            [OnnxNames.Batch, .. _actors.Slots, .. parents.SelectMany(parent => parent), .. ends]);
        return _actors.Flatten(range, [.. parents, ends]);
    }
}
