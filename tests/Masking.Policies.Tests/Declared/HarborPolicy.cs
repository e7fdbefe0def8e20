using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>An enum with the name of a generated type.</summary>
public enum Actions { Wait, Load, Sail }

/// <summary>Its members have the names of members that generated code calls, and do nothing.</summary>
[MaskedPolicy]
[SuppressMessage("Performance", "CA1822", Justification = "They hide members of instances.")]
[SuppressMessage("CodeQuality", "IDE0051", Justification = "Nobody calls them; that is what is tested.")]
[SuppressMessage("CodeQuality", "IDE0060", Justification = "They have the parameters of what they hide.")]
public sealed partial class HarborPolicy
{
    public HarborPolicy(string name)
        : this() => Name = name;

    public string Name { get; }

    [Observation(3)]
    public partial MlpEncoder Weather { get; }

    [ActionMask]
    public partial Head<global::Masking.Policies.Tests.Actions> Command { get; }

    [ActionMask(Choices = 100)]
    public partial Head<int> Berth { get; }

    [ActionMask, ActiveWhen(nameof(Berth), 7, 98)]
    public partial Head<bool> Unload { get; }

    [Value]
    public partial ValueHead Value { get; }

    private new ScalarType Precision => ScalarType.Float64;

    private new Device Device => CUDA;

    private MlpEncoder Register(string name, MlpEncoder part) => part;

    private MlpCore Register(string name, MlpCore part) => part;

    private ValueHead Register(string name, ValueHead part) => part;

    private void RequireLegal(string head, Tensor? mask)
    {
    }

    private new void KeepParameters() => Dispose();

    private new void LoadFrom(string path) => Dispose();
}
