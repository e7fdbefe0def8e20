using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Distinguishes networks of action values, which have one <c>QHead</c>, from policies, whose heads choose.</summary>
internal static class QHeads
{
    public static bool IsQHead(Declaration declaration) =>
        declaration.IsHead && (declaration.Property.Type.Is(KnownTypes.QHead) || declaration.Property.Type.Is(KnownTypes.ActionValueHead));

    /// <summary>Whether all heads are QHeads. A class that also has other heads counts as a policy.</summary>
    public static bool AreAllHeadsOf(IEnumerable<Declaration> declarations)
    {
        Declaration[] heads = [.. declarations.Where(declaration => declaration.IsHead)];
        return heads.Length > 0 && heads.All(IsQHead);
    }

    /// <summary>Reports members that cannot be combined with a <c>QHead</c>.</summary>
    /// <returns>The declarations that the model leaves out.</returns>
    public static List<Declaration> Check(List<Declaration> declarations, bool hasQHead, Reporter reporter)
    {
        Declaration[] qHeads = [.. declarations.Where(IsQHead)];
        foreach (Declaration qHead in qHeads)
        {
            CheckAlone(qHead, reporter);
        }

        return hasQHead ? BesideTheFirst(qHeads, declarations, reporter) : BesidePolicyHeads(qHeads, declarations, reporter);
    }

    /// <summary>Reports dependences of a <c>QHead</c>, which is the only head of its class.</summary>
    private static void CheckAlone(Declaration qHead, Reporter reporter)
    {
        AttributeData? dependence = qHead.Property.AttributesAmong(KnownTypes.DependenceAttributes).FirstOrDefault();
        if (dependence is not null)
        {
            reporter
                .For(qHead)
                .Report(
                    Rules.OneQHead,
                    Place.At(dependence.Location()).RelatedTo(qHead.Property),
                    $"[{dependence.ShortName()}] on '{qHead.Member.Name}' has no effect: a QHead is the only head of its class, and "
                        + "depends on no other"
                );
        }
    }

    private static List<Declaration> BesideTheFirst(Declaration[] qHeads, List<Declaration> declarations, Reporter reporter)
    {
        Declaration[] values = [.. declarations.Where(declaration => declaration.Role == KnownTypes.Value)];
        foreach (Declaration second in qHeads.Skip(1))
        {
            reporter.Report(
                Rules.OneQHead,
                Place.At(second.Property).RelatedTo(qHeads[0].Property),
                $"'{second.Member.Name}' is a second QHead; '{qHeads[0].Member.Name}' is the first, and a class has one"
            );
        }

        foreach (Declaration value in values)
        {
            reporter.Report(
                Rules.OneQHead,
                Place.At(value.Property).RelatedTo(qHeads[0].Property),
                $"'{value.Member.Name}' is a [Value], which cannot be combined with the QHead '{qHeads[0].Member.Name}': the value of a "
                    + "state is that of its best action, Max()"
            );
        }

        return [.. qHeads.Skip(1), .. values];
    }

    private static List<Declaration> BesidePolicyHeads(Declaration[] qHeads, List<Declaration> declarations, Reporter reporter)
    {
        foreach (Declaration qHead in qHeads)
        {
            Declaration policyHead = declarations.First(declaration => declaration.IsHead && !IsQHead(declaration));
            reporter.Report(
                Rules.OneQHead,
                Place.At(qHead.Property).RelatedTo(policyHead.Property),
                $"'{qHead.Member.Name}' is a QHead and '{policyHead.Member.Name}' is not: a class has either one QHead or heads that choose"
            );
        }

        return [.. qHeads];
    }
}
