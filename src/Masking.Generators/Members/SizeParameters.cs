using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Members;

/// <summary>The sizes that the declaration leaves open, and the axes of shapes as expressions of them.</summary>
internal sealed class SizeParameters
{
    private readonly Dictionary<string, string> _nameByAxis = [];
    private readonly HashSet<string> _names = ["environments", "steps"];
    private readonly List<SizeParameter> _all = [];

    public SizeParameters(PolicyModel policy)
    {
        foreach (InputModel input in policy.Inputs)
        {
            string name = input.Member.Name;
            string[] axes = AxesOf(input.Shape);
            if (input.Kind == InputKind.Entities)
            {
                Add(axes[0], "max" + name, $"The most entities of {name} in one environment.", canBeZero: true);
            }
            else if (input.Kind == InputKind.AgentMap)
            {
                Add(axes[1], name.ToParameter() + "Height", $"The number of rows of {name}.", canBeZero: false);
                Add(axes[2], name.ToParameter() + "Width", $"The number of columns of {name}.", canBeZero: false);
            }
        }
    }

    /// <summary>The parameters behind the number of environments, in order.</summary>
    public IReadOnlyList<SizeParameter> All => _all;

    /// <summary>The axes of a shape, without the batch.</summary>
    public static string[] AxesOf(string shape) => [.. shape.Trim('(', ')').Split([", "], StringSplitOptions.None).Skip(1)];

    /// <summary>An axis as an expression: a number, or the parameter that has its size.</summary>
    public string this[string axis] => _nameByAxis.TryGetValue(axis, out string? name) ? name : axis;

    /// <summary>The shape of one environment as an expression.</summary>
    public string Shape(string shape) => $"[{string.Join(", ", AxesOf(shape).Select(axis => this[axis]))}]";

    /// <summary>The number of choices of a head as an expression.</summary>
    public string Choices(HeadModel head) => Length(head.ChoiceAxes.Split([", "], StringSplitOptions.None));

    /// <summary>The product of some axes as an expression.</summary>
    public string Length(IEnumerable<string> axes) => string.Join(" * ", axes.Select(axis => this[axis]));

    private void Add(string axis, string name, string summary, bool canBeZero)
    {
        if (char.IsDigit(axis[0]))
        {
            return;
        }

        string free = _names.TakeFree(name);
        _nameByAxis[axis] = free;
        _all.Add(new SizeParameter(axis, free, summary, canBeZero));
    }
}
