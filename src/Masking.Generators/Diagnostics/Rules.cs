using Microsoft.CodeAnalysis;

namespace Masking.Generators.Diagnostics;

/// <summary>All diagnostics. Each has a page under <c>docs/diagnostics</c>.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor NotPartial = Rule("MASK001", "A policy and the types around it must be partial",
        "'{0}' must be partial, so that the generated code can be a part of it");

    public static readonly DiagnosticDescriptor NotAPartialProperty = Rule(
        "MASK002",
        "A declared member must be a partial property with only a getter",
        "'{0}' must be a partial property with only a getter: 'public partial {1} {0} {{ get; }}'"
    );

    public static readonly DiagnosticDescriptor TypeDoesNotFit = Rule("MASK003", "The type of a member must fit its attribute",
        "The type of '{0}' is '{1}', but [{2}] needs {3}");

    public static readonly DiagnosticDescriptor UnknownReference = Rule("MASK004", "Each and Over must name a member of the right kind",
        "{0} of '{1}' names '{2}', but must name {3} of this policy");

    public static readonly DiagnosticDescriptor NoHead = Rule("MASK005", "A policy needs an action head",
        "'{0}' has no action head: add a member like '[ActionMask] public partial Head<Order> Command {{ get; }}'");

    public static readonly DiagnosticDescriptor SizeNotPositive = Rule("MASK006", "Sizes must be positive",
        "The {0} of '{1}' must be at least 1, and is {2}");

    public static readonly DiagnosticDescriptor ChoicesDoNotFit = Rule("MASK007", "Choices belongs to Head<int>, and Head<int> needs it",
        "{0}");

    public static readonly DiagnosticDescriptor UnsupportedActionType = Rule("MASK008", "An action must be of a type that can be chosen",
        "'{0}' cannot choose a '{1}': {2}");

    public static readonly DiagnosticDescriptor DeclaredTwice = Rule("MASK009", "A policy has at most one core and one value",
        "'{0}' is a second [{1}]; '{2}' is the first, and a policy has one");

    public static readonly DiagnosticDescriptor ReservedName = Rule(
        "MASK010",
        "A member must not have a name that the generated code needs",
        "'{0}' is the name of {1}; choose another"
    );

    public static readonly DiagnosticDescriptor MissingConstructor = Rule(
        "MASK011",
        "A custom encoder or core needs the constructor that generated code calls",
        "'{0}' needs an accessible constructor '{0}({1})', which the generated code calls"
    );

    public static readonly DiagnosticDescriptor OutsidePolicy = Rule(
        "MASK012",
        "The attributes of this library need a class with [MaskedPolicy]",
        "[{0}] on '{1}' has no effect: '{2}' is not marked with [MaskedPolicy]"
    );

    public static readonly DiagnosticDescriptor CannotBePolicy = Rule("MASK013",
        "A class with [MaskedPolicy] must be one that the generator can extend",
        "'{0}' cannot be a policy: {1}");

    public static readonly DiagnosticDescriptor NoInput = Rule("MASK014", "A policy needs an input",
        "'{0}' has no input: add a member like '[Observation(12)] public partial MlpEncoder Globals {{ get; }}'");

    public static readonly DiagnosticDescriptor SeveralAttributes = Rule("MASK015", "A member has one role",
        "'{0}' has both [{1}] and [{2}]; a member is one of them");

    public static readonly DiagnosticDescriptor LanguageVersion = Rule("MASK016", "The generated code needs C# 14",
        "'{0}' is compiled as C# {1}, and the generated code needs C# 14: set <LangVersion>14</LangVersion>, or target .NET 10");

    public static readonly DiagnosticDescriptor OverDoesNotFit = Rule(
        "MASK017",
        "Over belongs to PointerHead and SubsetHead, which need it",
        "{0}"
    );

    public static readonly DiagnosticDescriptor AliasingValues = Rule("MASK018", "Enum values must differ",
        "'{0}' cannot choose a '{1}': '{2}' and '{3}' are the same value, and would be two choices with one meaning");

    public static readonly DiagnosticDescriptor UnknownHead = Rule("MASK019", "A head depends on another head of the same actor",
        "{0} of '{1}' names {2}, but must name another [ActionMask] member with the same Each");

    public static readonly DiagnosticDescriptor DependsOnItself = Rule("MASK020", "Heads must not depend on each other in a circle",
        "'{0}' depends on itself, through the heads that it names; one of them must come first");

    public static readonly DiagnosticDescriptor ValueDoesNotFit = Rule(
        "MASK021",
        "The values of ActiveWhen and ActiveUnless are values of the head that they name",
        "{0} of '{1}': {2}"
    );

    public static readonly DiagnosticDescriptor NeedsActionMask = Rule(
        "MASK022",
        "ActiveWhen, ActiveUnless, MaskPer, Given and Distinct belong to heads",
        "[{0}] on '{1}' has no effect without [ActionMask]"
    );

    public static readonly DiagnosticDescriptor OneQHead = Rule("MASK023", "A QHead is the only head of its class",
        "{0}");

    public static readonly DiagnosticDescriptor CannotAttend = Rule("MASK024", "AttendsTo connects sets with attention encoders",
        "{0}");

    public static readonly DiagnosticDescriptor ValueCannotSee = Rule(
        "MASK025",
        "Sees must name inputs that nothing else reads",
        "Sees of '{0}' names {1}"
    );

    public static readonly DiagnosticDescriptor QHeadRemembers = Rule(
        "MASK026",
        "A QHead needs a core without memory",
        "'{0}' is a '{1}', which is recurrent, and the QHead '{2}' needs a core without memory: use an MlpCore, or a PolicyCore of your own"
    );

    public static readonly DiagnosticDescriptor PicksDoNotFit = Rule(
        "MASK027",
        "AtLeast and AtMost belong to SubsetHead, and SubsetHead needs AtMost",
        "{0}"
    );

    public static readonly DiagnosticDescriptor SeveralChoices = Rule("MASK028", "A head can depend only on a head that makes one choice",
        "{0} of '{1}' names '{2}', which {3}; name a head that makes one choice");

    public static readonly DiagnosticDescriptor SizeTooLarge = Rule("MASK029", "Sizes have an upper limit",
        "The {0} of '{1}' must be at most {2}, and is {3}");

    public static readonly DiagnosticDescriptor HiddenType = Rule(
        "MASK030",
        "A type that shares its name with a member of the policy must be qualified",
        "'{0}' means the {1} within the policy, and not the type of this name: write it with its namespace, as in '{2}'");

    public static readonly DiagnosticDescriptor CannotBeBuilt = Rule(
        "MASK031",
        "The constructor of a custom encoder or core must be sufficient to build it",
        "'{0}' cannot be built by the generated code: {1}");

    public static readonly DiagnosticDescriptor HidesPart = Rule(
        "MASK032",
        "A custom encoder or core must not hide members that generated code calls",
        "'{0}' of '{1}' hides a member that the generated code calls; choose another name");

    public static readonly DiagnosticDescriptor ObsoleteAsError = Rule("MASK033",
        "Symbols that generated code uses must not be [Obsolete] as errors",
        "'{0}' cannot be a part of the policy: {1} is [Obsolete] as an error, and the generated code uses it; "
        + "make that a warning, or mark the policy [Obsolete] too");

    public static readonly DiagnosticDescriptor SkipsConstructor = Rule("MASK035", "Constructors of a policy must call the generated one",
        "This constructor of '{0}' does not call the generated one, which builds and registers the parts: begin it with ': this()'");

    public static readonly DiagnosticDescriptor NotRegistered = Rule("MASK036", "Layers must be registered",
        "'{0}' is not registered: {1}");

    public static readonly DiagnosticDescriptor InitializerDoesNotFit = Rule("MASK037",
        "The initializer of a part agrees with its declaration",
        "The initializer of '{0}' {1}");

    public static readonly DiagnosticDescriptor WithoutEffectOnComponent = Rule(
        "MASK038",
        "On a parameter, ActionMask states only what is chosen",
        "{0} of '{1}' has no effect: on a parameter of a record struct, [ActionMask] states what is chosen; {2}");

    public static readonly DiagnosticDescriptor NoAttribute = Rule(
        "MASK039",
        "A part of a policy needs an attribute",
        "'{0}', of type '{1}', has no attribute, so it is not a part of the policy: add {2}");

    public static readonly DiagnosticDescriptor IntervalDoesNotFit = Rule(
        "MASK040", "Low and High belong to a float, which needs both", "{0}");

    public static readonly DiagnosticDescriptor ValueOfOtherActor = Rule(
        "MASK045",
        "A value for each actor needs heads of the same actors",
        "'{0}' acts for {1}, but [Value] '{2}' is a value of each of '{3}': declare '{0}' with Each = nameof({3}), or '{2}' without Each");

    public static readonly DiagnosticDescriptor DistinctDoesNotFit = Rule(
        "MASK048",
        "Distinct belongs to a PointerHead with Each",
        "Distinct of '{0}' has no effect: '{0}' {1}, and Distinct makes the actors of a PointerHead with Each choose different candidates"
    );

    // A policy with errors gets no working code, so its diagnostics cannot be suppressed: not by settings or pragmas (NotConfigurable), and
    // not by SuppressMessage, which has no effect on diagnostics tagged as the compiler's.
    private static DiagnosticDescriptor Rule(string id, string title, string message) => new(
        id, title, message, "Masking", DiagnosticSeverity.Error, isEnabledByDefault: true, new PageText(id), helpLinkUri: null,
        customTags: [WellKnownDiagnosticTags.NotConfigurable, WellKnownDiagnosticTags.Compiler]);
}
