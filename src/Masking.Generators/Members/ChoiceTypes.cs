using System.Globalization;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Members;

/// <summary>
/// Static members of <c>Actions</c> for the types that heads choose: one for each type, however many heads choose it. Their names
/// avoid those of heads.
/// </summary>
internal sealed class ChoiceTypes
{
    private readonly Dictionary<string, ChoiceField> _fields = [];
    private readonly Dictionary<string, ChoiceConversion> _conversions = [];
    private readonly HashSet<string> _names = ["ToString"];

    public ChoiceTypes(PolicyModel policy)
    {
        foreach (HeadModel head in policy.Heads)
        {
            _names.Add(head.Member.Name);
            _names.Add(ActionMember.NumbersOf(head));
            _names.Add(head.Member.Name + GeneratedNames.ReadSuffix);
        }

        foreach (HeadModel head in policy.Heads)
        {
            foreach (ComponentModel component in head.Components)
            {
                AddField(component.Choice, component.ValueType, component.Values, component.Choices);
            }

            AddField(head.Choice, head.ValueType, head.Values, head.Choices);
            if (head.Choice is ChoiceKind.Flags or ChoiceKind.Compound && !_conversions.ContainsKey(head.ValueType))
            {
                string name = _names.TakeFree("To" + TypeNames.SimpleName(head.ValueType));
                _conversions.Add(head.ValueType, new ChoiceConversion(name, head.ValueType, head.Values, head.Components));
            }
        }
    }

    /// <summary>The values of each type.</summary>
    public IEnumerable<ChoiceField> Fields => _fields.Values;

    /// <summary>The methods that convert the numbers of an action to a C# value.</summary>
    public IEnumerable<ChoiceConversion> Conversions => _conversions.Values;

    /// <summary>The field with the values of a type.</summary>
    public string FieldOf(ChoiceKind choice, string type, int choices) => _fields[KeyOf(choice, type, choices)].Name;

    /// <summary>The method that converts the numbers of an action to a C# value of a type.</summary>
    public string ConversionOf(string type) => _conversions[type].Name;

    private void AddField(ChoiceKind choice, string type, EquatableArray<EnumValueModel> values, int choices)
    {
        string key = KeyOf(choice, type, choices);
        if (choice is ChoiceKind.Compound or ChoiceKind.Number or ChoiceKind.Entity or ChoiceKind.Cell || _fields.ContainsKey(key))
        {
            return;
        }

        string name = _names.TakeFree(choice == ChoiceKind.Int
            ? "ChoicesBelow" + choices.ToString(CultureInfo.InvariantCulture)
            : "ChoicesOf" + (choice == ChoiceKind.Bool ? "Bool" : TypeNames.SimpleName(type)));
        EquatableArray<EnumValueModel> listed = choice == ChoiceKind.Bool
            ? new[] { "false", "true" }.Select(value => new EnumValueModel(value, value)).ToEquatableArray()
            : values;
        _fields.Add(key, new ChoiceField(name, type, listed, choices));
    }

    /// <summary>Numbers are told apart by how many there are, other values by their type.</summary>
    private static string KeyOf(ChoiceKind choice, string type, int choices) =>
        choice == ChoiceKind.Int ? choices.ToString(CultureInfo.InvariantCulture) : type;
}
