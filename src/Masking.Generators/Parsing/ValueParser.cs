using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Parses <c>Sees</c> of the value: the inputs that only the value reads.</summary>
/// <param name="inputs">The inputs of the policy.</param>
/// <param name="heads">Its heads.</param>
/// <param name="actors">Its actors.</param>
/// <param name="invalidNames">The names of members that have mistakes already.</param>
internal sealed class ValueParser(
    EquatableArray<InputModel> inputs,
    EquatableArray<HeadModel> heads,
    EquatableArray<ActorModel> actors,
    HashSet<string> invalidNames
)
{
    private const string Sees = "Sees";

    /// <summary>The inputs, of which those that only the value reads are marked.</summary>
    public EquatableArray<InputModel> Parse(Declaration value, Reporter reporter)
    {
        KeyValuePair<string, TypedConstant>[] sees = [.. value.Attribute.NamedArguments.Where(argument => argument.Key == Sees)];
        if (sees.Length == 0)
        {
            return inputs;
        }

        if (sees[0].Value.ListedNames() is not { } names)
        {
            reporter.MarkBroken();
            return inputs;
        }

        bool[] seen = [.. inputs.Select(input => names.Contains(input.Member.Name))];
        bool hasMistakes = false;
        for (int i = 0; i < names.Length; i++)
        {
            if (MistakeIn(value, names[i], isRepeated: names.Take(i).Contains(names[i]), seen, reporter) is { } mistake)
            {
                Place place = Place.At(value.Attribute.LocationOfElement(Sees, i))
                    .RelatedTo(value.Property.ContainingType.GetMembers(names[i]).FirstOrDefault());
                reporter.Report(Rules.ValueCannotSee, place, value.Member.Name, mistake);
                hasMistakes = true;
            }
        }

        if (!hasMistakes && inputs.Count > 0 && seen.All(isSeen => isSeen))
        {
            Location? argument = value.Attribute.LocationOf(Sees);
            reporter.Report(Rules.ValueCannotSee, argument, value.Member.Name, "every input, which leaves none for the policy");
        }

        return inputs.Select((input, i) => input with { IsForValueAlone = seen[i] }).ToEquatableArray();
    }

    /// <summary>The mistake in a name; null if there is none, or if it is reported elsewhere.</summary>
    private string? MistakeIn(Declaration value, string name, bool isRepeated, bool[] seen, Reporter reporter)
    {
        int input = Enumerable.Range(0, inputs.Count).Where(i => inputs[i].Member.Name == name).DefaultIfEmpty(-1).First();
        if (input < 0 && (invalidNames.Contains(name) || reporter.IsMisspeltInList(value.Attribute, name)))
        {
            reporter.MarkBroken();
            return null;
        }

        if (input < 0)
        {
            return $"'{name}', but must name an input of this policy";
        }

        if (isRepeated)
        {
            return $"'{name}' twice";
        }

        HeadModel? head = heads.FirstOrDefault(head => head.Over == input || actors[head.Actor].Input == input);
        if (head is not null)
        {
            return $"'{name}', which '{head.Member.Name}' {(head.Over == input ? "points over" : "acts for")}: an input that a head "
                + "reads cannot be in Sees";
        }

        string? attending = inputs
            .Where((other, i) => !seen[i] && other.AttendsTo.Contains(input))
            .Select(other => other.Member.Name)
            .FirstOrDefault();
        return attending is null ? null : $"'{name}', to which '{attending}' attends: the policy would read it too";
    }
}
