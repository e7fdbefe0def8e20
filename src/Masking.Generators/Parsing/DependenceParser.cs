using System.Globalization;
using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Reads on which other heads a head depends: whether it acts, which row of its mask holds, and what its logits are.</summary>
/// <param name="declarations">The declared heads.</param>
/// <param name="heads">What was read of them otherwise, in the same order.</param>
/// <param name="strays">Names of members that something else is reported about.</param>
internal sealed class DependenceParser(IReadOnlyList<Declaration> declarations, IReadOnlyList<HeadModel> heads, HashSet<string> strays)
{
    private const int None = -1;

    /// <summary>The heads with their dependencies.</summary>
    public EquatableArray<HeadModel> Parse(Reporter reporter)
    {
        HeadModel[] related = [.. heads.Select((head, i) => Relate(i, reporter.For(declarations[i])))];

        // One circle is one mistake: it is reported at its first member.
        HashSet<int> reported = [];
        int suspects = ChoosingOrder.HasCircle(related) ? related.Length : 0;
        for (int i = 0; i < suspects; i++)
        {
            HashSet<int> ancestors = AncestorsOf(related, i);
            if (ancestors.Contains(i) && !reported.Overlaps(ancestors))
            {
                reporter.Report(Rules.DependsOnItself, declarations[i].Property, declarations[i].Member.Name);
                reported.Add(i);
            }
        }

        return related.ToEquatableArray();
    }

    private HeadModel Relate(int head, Reporter reporter)
    {
        HeadModel model = heads[head];
        if (AttributeOf(head, KnownTypes.ActiveWhen) is { } activeWhen)
        {
            int parent = ParentOf(head, activeWhen, NameIn(activeWhen), mustBeOneChoice: true, reporter);
            model =
                parent == None
                    ? model
                    : model with
                    {
                        Gate = new GateModel(parent, Values(head, parent, activeWhen, reporter)),
                        IsRequired = false,
                    };
        }

        if (AttributeOf(head, KnownTypes.MaskPer) is { } maskPer)
        {
            int parent = ParentOf(head, maskPer, NameIn(maskPer), mustBeOneChoice: true, reporter);
            model = parent == None ? model : model with { Table = parent, MaskShape = WithRows(model, heads[parent]), IsRequired = false };
        }

        if (AttributeOf(head, KnownTypes.Given) is { } given)
        {
            string?[] names = given.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Array, IsNull: false } list
                ? [.. list.Values.Select(value => value.Value as string)]
                : [null];
            int[] parents = [.. names.Select(name => ParentOf(head, given, name, mustBeOneChoice: false, reporter))
                .Where(parent => parent != None).Distinct()
                .OrderBy(parent => heads[parent].Member.Name, StringComparer.Ordinal)];
            if (names.Length == 0)
            {
                reporter.Report(Rules.UnknownHead, declarations[head].Property, given.ShortName(), model.Member.Name, "");
            }

            model = model with { Givens = parents.ToEquatableArray() };
        }

        return model;
    }

    private AttributeData? AttributeOf(int head, string name) =>
        declarations[head].Property.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.DefinitionName() == name);

    /// <summary>The name in an attribute that has one; null where there is none.</summary>
    private static string? NameIn(AttributeData attribute) =>
        attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string name } ? name : null;

    /// <summary>The head that an attribute names; none, and reported, where it cannot be depended on.</summary>
    private int ParentOf(int head, AttributeData attribute, string? name, bool mustBeOneChoice, Reporter reporter)
    {
        int parent = Enumerable.Range(0, heads.Count).Where(i => heads[i].Member.Name == name).DefaultIfEmpty(None).First();
        if (name is null || (parent == None && (strays.Contains(name) || reporter.IsMisspelt(attribute, argument: null))))
        {
            reporter.MarkBroken();
            return None;
        }

        if (parent == None || parent == head || heads[parent].Actor != heads[head].Actor)
        {
            reporter.Report(Rules.UnknownHead, declarations[head].Property, attribute.ShortName(), heads[head].Member.Name, name);
            return None;
        }

        if (mustBeOneChoice && heads[parent].HasActionAxis)
        {
            reporter.Report(Rules.SeveralChoices, declarations[head].Property, attribute.ShortName(), heads[head].Member.Name, name);
            return None;
        }

        return parent;
    }

    /// <summary>For each choice of the other head, whether the attribute lists it.</summary>
    private EquatableArray<bool> Values(int head, int parent, AttributeData attribute, Reporter reporter)
    {
        void Refuse(string explanation) =>
            reporter.Report(Rules.ValueDoesNotFit, declarations[head].Property, heads[head].Member.Name, explanation);

        string name = heads[parent].Member.Name;
        if (heads[parent].Over >= 0)
        {
            Refuse($"'{name}' is a PointerHead, whose choices have no names; depend on a Head<T>");
            return default;
        }

        ITypeSymbol type = ((INamedTypeSymbol)declarations[parent].Property.Type).TypeArguments[0];
        return ActiveWhenValues.Of(attribute, type, heads[parent].Choices, name, Refuse, reporter).ToEquatableArray();
    }

    /// <summary>The shape of a mask with an axis of another head's choices in front of the head's own.</summary>
    private static string WithRows(HeadModel head, HeadModel parent)
    {
        string rows = parent.Over >= 0 ? parent.ChoiceAxes : parent.Choices.ToString(CultureInfo.InvariantCulture);
        string shape = head.MaskShape.TrimEnd(')');
        return $"{shape.Substring(0, shape.Length - head.ChoiceAxes.Length)}{rows}, {head.ChoiceAxes})";
    }

    /// <summary>What a head depends on, directly or by way of others.</summary>
    private static HashSet<int> AncestorsOf(HeadModel[] related, int head)
    {
        HashSet<int> ancestors = [];
        Queue<int> open = new(ParentsOf(related[head]));
        while (open.Count > 0)
        {
            int next = open.Dequeue();
            if (ancestors.Add(next))
            {
                foreach (int parent in ParentsOf(related[next]))
                {
                    open.Enqueue(parent);
                }
            }
        }

        return ancestors;
    }

    /// <summary>The heads that a head depends on directly.</summary>
    public static IEnumerable<int> ParentsOf(HeadModel head) =>
        new[] { head.Gate?.Parent ?? None, head.Table }.Where(parent => parent != None).Concat(head.Givens);
}
