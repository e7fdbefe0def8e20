using System.Globalization;
using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Parsing;

/// <summary>Tells cores that remember from those that do not.</summary>
internal static class RecurrentCores
{
    public static bool IsRecurrent(Declaration core) => core.Property.Type.Is(KnownTypes.RecurrentCore);

    /// <summary>What the core of a policy remembers; nothing where it is not recurrent.</summary>
    public static EquatableArray<MemoryModel> MemoryOf(List<Declaration> declarations)
    {
        if (CoreThatRemembers(declarations) is not { } core)
        {
            return default;
        }

        string shape = $"(batch, {core.Attribute.Numbers().FirstOrDefault().ToString(CultureInfo.InvariantCulture)})";
        string[] names = core.Property.Type.Is(KnownTypes.LstmCore) ? ["Hidden", "Cell"] : ["Hidden"];
        return names.Select(name => new MemoryModel(name, shape)).ToEquatableArray();
    }

    /// <summary>Reports a core that remembers beside a <c>QHead</c>.</summary>
    public static void RefuseBesideQHead(List<Declaration> declarations, bool hasQHead, Reporter reporter)
    {
        if (hasQHead && CoreThatRemembers(declarations) is { } core)
        {
            string qHead = declarations.First(QHeads.IsQHead).Member.Name;
            reporter.For(core).Report(Rules.QHeadRemembers, core.Property, core.Member.Name, core.Property.Type.Short(), qHead);
        }
    }

    private static Declaration? CoreThatRemembers(IEnumerable<Declaration> declarations) =>
        declarations.FirstOrDefault(declaration => declaration.Role == KnownTypes.Core) is { } core && IsRecurrent(core) ? core : null;
}
