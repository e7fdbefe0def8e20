using System.Globalization;
using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Parsing;

/// <summary>Recognizes recurrent cores, and the tensors of their memory.</summary>
internal static class RecurrentCores
{
    public static bool IsRecurrent(Declaration core) => core.Property.Type.Is(KnownTypes.RecurrentCore);

    /// <summary>The memory of a policy's core; nothing if it is not recurrent.</summary>
    public static EquatableArray<MemoryModel> MemoryOf(List<Declaration> declarations)
    {
        if (RecurrentCoreIn(declarations) is not { } core)
        {
            return default;
        }

        string shape = $"(batch, {core.Attribute.Numbers().FirstOrDefault().ToString(CultureInfo.InvariantCulture)})";
        string[] names = core.Property.Type.Is(KnownTypes.LstmCore) ? ["Hidden", "Cell"] : ["Hidden"];
        return names.Select(name => new MemoryModel(name, shape)).ToEquatableArray();
    }

    /// <summary>Reports a recurrent core beside a <c>QHead</c>.</summary>
    public static void RefuseBesideQHead(List<Declaration> declarations, bool hasQHead, Reporter reporter)
    {
        if (hasQHead && RecurrentCoreIn(declarations) is { } core)
        {
            Declaration qHead = declarations.First(QHeads.IsQHead);
            Place place = Place.At(core.TypeLocation).RelatedTo(qHead.Property);
            reporter.For(core).Report(Rules.QHeadRemembers, place, core.Member.Name, core.Property.Type.Short(), qHead.Member.Name);
        }
    }

    private static Declaration? RecurrentCoreIn(IEnumerable<Declaration> declarations) =>
        declarations.FirstOrDefault(declaration => declaration.Role == KnownTypes.Core) is { } core && IsRecurrent(core) ? core : null;
}
