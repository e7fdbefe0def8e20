using Masking.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Onnx.Exporting;

/// <summary>The parts of a policy, their parameters, and the layers of a graph that are computed with them.</summary>
internal sealed class Parts
{
    private readonly OnnxGraph _graph;
    private readonly string _policy;
    private readonly Dictionary<string, nn.Module> _parts;
    private readonly Dictionary<string, Tensor> _parameters;

    /// <summary>Reads the parts of a policy.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="declaration">The declaration of the policy.</param>
    /// <param name="policy">The policy.</param>
    /// <exception cref="NotSupportedException">A part is neither of the library nor exports itself.</exception>
    /// <exception cref="InvalidOperationException">A parameter is not finite in float32.</exception>
    public Parts(OnnxGraph graph, PolicyDeclaration declaration, nn.Module policy)
    {
        _graph = graph;
        _policy = declaration.Name;
        HashSet<string> members =
        [
            .. declaration.Inputs.Select(input => input.Name),
            declaration.Core.Name,
            .. declaration.Heads.Select(head => head.Name),
            .. declaration.Value is { } value ? [value] : Array.Empty<string>(),
        ];
        _parts = policy.named_children().Where(each => members.Contains(each.name)).ToDictionary(each => each.name, each => each.module);
        RequireExportable();
        _parameters = _parts
            .SelectMany(part => part.Value.named_parameters(), (part, each) => ($"{part.Key}.{each.name}", each.parameter))
            .ToDictionary(each => each.Item1, Tensor (each) => each.parameter);
        RequireFinite();
    }

    /// <summary>The part of a member.</summary>
    public nn.Module this[string member] => _parts[member];

    /// <summary>Whether the policy has a parameter.</summary>
    public bool Has(string name) => _parameters.ContainsKey(name);

    /// <summary>The size of an axis of a parameter.</summary>
    public long Size(string name, int axis) => _parameters[name].size(axis);

    /// <summary>Adds a parameter as a constant.</summary>
    public OnnxValue Constant(string name) => _graph.Constant(name, _parameters[name]);

    /// <summary>Computes a dense layer of the last axis.</summary>
    /// <param name="layer">The name of the layer: the path of its module.</param>
    /// <param name="input"><c>(…, inputs)</c>.</param>
    /// <returns><c>(…, outputs)</c>.</returns>
    public OnnxValue Linear(string layer, OnnxValue input) =>
        _graph.Dense(layer, input, _parameters[$"{layer}.weight"], _parameters.GetValueOrDefault($"{layer}.bias"));

    /// <summary>Computes a dense layer followed by a ReLU.</summary>
    /// <inheritdoc cref="Linear"/>
    public OnnxValue Rectified(string layer, OnnxValue input) => _graph.Add("Relu", Linear(layer, input));

    /// <summary>Whether a part is not of the library, so that it exports itself.</summary>
    public bool IsCustom(string member) => IsCustom(_parts[member]);

    /// <summary>Lets a custom part add its nodes.</summary>
    /// <param name="member">The member.</param>
    /// <param name="outputs">The number of outputs that the part must return.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <exception cref="InvalidOperationException">The part returned another number of outputs.</exception>
    public IReadOnlyList<OnnxValue> Export(string member, int outputs, params OnnxValue?[] inputs)
    {
        IOnnxPart part = (IOnnxPart)_parts[member];
        IReadOnlyList<OnnxValue> exported = part.Export(_graph, [.. inputs.OfType<OnnxValue>()]);
        return exported.Count == outputs ? exported : throw new InvalidOperationException(
            $"{_policy}.{member}: expected {outputs} output{(outputs == 1 ? "" : "s")} from "
                + $"{NameOf(_parts[member])}.{nameof(IOnnxPart.Export)}, got {exported.Count}.");
    }

    private void RequireExportable()
    {
        string[] others =
        [
            .. _parts.Where(part => IsCustom(part.Value) && part.Value is not IOnnxPart)
                .Select(part => $"{_policy}.{part.Key} ({NameOf(part.Value)})"),
        ];
        if (others.Length > 0)
        {
            throw new NotSupportedException(
                $"expected parts of the library, or parts that implement {nameof(IOnnxPart)}, got {string.Join(", ", others)}. Implement "
                    + $"{nameof(IOnnxPart)} in {(others.Length == 1 ? "this class" : "these classes")}.");
        }
    }

    private void RequireFinite()
    {
        using DisposeScope scope = NewDisposeScope();
        string[] wrong =
        [
            .. _parameters
                .Where(each => !each.Value.detach().to(ScalarType.Float32).isfinite().all().item<bool>())
                .Select(each => each.Key),
        ];
        if (wrong.Length > 0)
        {
            throw new InvalidOperationException($"{_policy}: expected parameters that are finite in float32, got NaN or infinity in "
                + $"{string.Join(", ", wrong)}. The training diverged: export an earlier checkpoint.");
        }
    }

    /// <summary>Whether a class outside of the library computes the outputs. A derived class may only choose other sizes.</summary>
    private static bool IsCustom(nn.Module part) => part is ICustomHead || ComputedBy(part).Any(
        type => type?.Assembly != typeof(VectorEncoder).Assembly);

    /// <summary>The classes whose methods compute the outputs of an encoder or a core; none for other parts.</summary>
    private static IEnumerable<Type?> ComputedBy(nn.Module part) => part switch
    {
        EntityEncoder set => [((Func<Tensor, Tensor, Tensor?, EntityEncoding>)set.forward).Method.DeclaringType],
        GridEncoder map => [((Func<Tensor, GridEncoding>)map.forward).Method.DeclaringType],
        VectorEncoder vector => [((Func<Tensor, Tensor>)vector.forward).Method.DeclaringType],
        PolicyCore core => [((Func<Tensor, Tensor>)core.forward).Method.DeclaringType],
        RecurrentCore core => core.ComputedBy,
        _ => [],
    };

    private static string NameOf(nn.Module part) => Errors.TypeText.Of(part.GetType());
}
