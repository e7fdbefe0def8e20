using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Naming;

internal static class Identifiers
{
    /// <summary>A name as C# code writes it: keywords get an <c>@</c>.</summary>
    public static string Escaped(this string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
            ? name
            : "@" + name;

    /// <summary>The name of a member as the name of a parameter: with a lower-case letter in front.</summary>
    public static string ToParameter(this string member) => char.ToLowerInvariant(member[0]) + member.Substring(1);

    /// <summary>Returns the given name, with a number appended if it is taken, and adds it to the taken names.</summary>
    public static string TakeFree(this HashSet<string> taken, string name)
    {
        string free = name;
        for (int i = 2; !taken.Add(free); i++)
        {
            free = name + i.ToString(CultureInfo.InvariantCulture);
        }

        return free;
    }
}
