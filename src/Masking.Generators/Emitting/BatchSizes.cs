using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>
/// The sizes that whoever makes a <c>Batch</c> or a <c>Rollout</c> decides: its constructor's parameters, and what each axis of a shape is
/// in terms of them.
/// </summary>
internal sealed class BatchSizes
{
    private readonly Dictionary<string, string> _sizes = [];
    private readonly HashSet<string> _names = ["environments"];
    private readonly List<(string Axis, string Name, string Meaning, bool CanBeZero)> _parameters = [];

    public BatchSizes(PolicyModel policy)
    {
        foreach (InputModel input in policy.Inputs)
        {
            string name = input.Member.Name;
            string[] axes = AxesOf(input.Shape);
            if (input.Kind == InputKind.Entities)
            {
                Add(axes[0], "max" + name, $"Room for entities of {Names.Xml(name)} in each environment.", canBeZero: true);
            }
            else if (input.Kind == InputKind.AgentMap)
            {
                Add(axes[1], Names.Parameter(name) + "Height", $"The rows of {Names.Xml(name)}.", canBeZero: false);
                Add(axes[2], Names.Parameter(name) + "Width", $"The columns of {Names.Xml(name)}.", canBeZero: false);
            }
        }
    }

    /// <summary>The parameters behind the number of environments, each with its axis. Those of sets can be zero.</summary>
    public IReadOnlyList<(string Axis, string Name, string Meaning, bool CanBeZero)> Parameters => _parameters;

    /// <summary>The axes of a shape in words, without the batch.</summary>
    public static string[] AxesOf(string shape) => [.. shape.Trim('(', ')').Split([", "], StringSplitOptions.None).Skip(1)];

    /// <summary>An axis as an expression.</summary>
    public string this[string axis] => _sizes.TryGetValue(axis, out string? size) ? size : axis;

    private void Add(string axis, string name, string meaning, bool canBeZero)
    {
        if (char.IsDigit(axis[0]))
        {
            return;
        }

        string free = Names.Free(name, _names);
        _sizes[axis] = free;
        _parameters.Add((axis, free, meaning, canBeZero));
    }
}
