namespace Masking.Generators.Tests;

/// <summary>Layers of a policy's own that nothing would train.</summary>
internal static class LayerRuleCases
{
    private const string Using = "using TorchSharp.Modules; using static TorchSharp.torch; ";
    private const string Collection = "TorchSharp does not look into this collection; hold modules in a ModuleList, a ModuleDict or a "
        + "Sequential, and parameters in a ParameterList";
    private const string Reassigned = "it can be reassigned, and the new value would not be registered; make it readonly, and "
        + "assign it only in its initializer";
    private const string Static = "it is static and belongs to no policy; make it a field of the policy, or name it in the initializer "
        + "of one";
    private const string Property = "TorchSharp cannot put another tensor into a property when the policy is moved or converted; declare "
        + "a field";
    private const string Unassigned = "it has no initializer; add one, or call 'RegisterLayer(nameof(Own), Own)' where it is assigned";

    public static RuleCase[] All { get; } =
    [
        Case("a module that a constructor assigns",
            "private readonly Linear [|Own|]; public Policy(int size) : this() => Own = nn.Linear(size, size);", Unassigned,
            "private readonly Linear? Own; public Policy(int size) : this() { Own = nn.Linear(size, size); RegisterLayer(nameof(Own), "
                + "Own); }"),
        Case("a parameter that a constructor assigns",
            "private readonly Parameter? [|Own|]; public Policy(int size) : this() { Own = nn.Parameter(zeros(size)); }", Unassigned,
            "private readonly Parameter? Own; public Policy(int size) : this() => RegisterLayer(nameof(Own), Own = "
                + "nn.Parameter(zeros(size)));"),
        Case("a module in a property that a constructor assigns",
            "public Linear? [|Own|] { get; } public Policy(int size) : this() => Own = nn.Linear(size, size);", Unassigned,
            "public Linear? Own { get; } public Policy(int size) : this() => Own = Register(\"Own\", nn.Linear(size, size));"),
        Case("a module that is null at first", "private readonly nn.Module<Tensor, Tensor>? [|Own|] = null;", Unassigned,
            "private readonly nn.Module<Tensor, Tensor>? Own = Maybe(); private static Linear? Maybe() => null;"),
        Case("a module behind an interface", "private nn.IModule<Tensor, Tensor>? [|Own|];", Unassigned,
            "private readonly nn.IModule<Tensor, Tensor> Own = nn.Linear(1, 1);"),
        Case("a module that is built when it is asked for", "private Linear [|Own|] => field ??= nn.Linear(1, 1);", Unassigned,
            "private Linear Own { get => field; } = nn.Linear(1, 1);"),
        Case("a module that is another later", "private Linear [|Own|] = nn.Linear(1, 1);", Reassigned,
            "private readonly Linear Own = nn.Linear(1, 1);"),
        Case("a policy that is another later", "private Inner [|Own|] = new(); [MaskedPolicy] public partial class Inner { "
            + Declared.Members + " }", Reassigned,
            "private readonly Inner Own = new(); [MaskedPolicy] public partial class Inner { " + Declared.Members + " }"),
        Case("a module that one constructor assigns and another registers",
            "private readonly Linear? [|Own|]; public Policy(int size) : this() => RegisterLayer(nameof(Own), Own = nn.Linear(size, 1)); "
                + "public Policy(string text) : this() => Own = nn.Linear(text.Length, 1);",
            "a constructor assigns it and does not register it; call 'RegisterLayer(nameof(Own), Own)' there too",
            "private readonly Linear? Own; public Policy(int size) : this() => RegisterLayer(nameof(Own), Own = nn.Linear(size, 1)); "
                + "public Policy(string text) : this(text.Length) { }"),
        Case("a module with an initializer that a constructor replaces and registers",
            "private readonly Linear [|Own|] = nn.Linear(1, 1); public Policy(int size) : this() => RegisterLayer(nameof(Own), Own = "
                + "nn.Linear(size, 1));", Reassigned,
            "private readonly Linear Own = nn.Linear(1, 1); public Policy(int size) : this() => RegisterLayer(nameof(Own), Own);"),
        Case("a module in a property with a setter", "public Linear [|Own|] { get; set; } = nn.Linear(1, 1);",
            "it can be reassigned, and the new value would not be registered; remove its setter",
            "public Linear Own { get; } = nn.Linear(1, 1);"),
        Case("a module that a constructor replaces",
            "private readonly Linear [|Own|] = nn.Linear(1, 1); public Policy(int size) : this() { this.Own = nn.Linear(size, size); }",
            Reassigned,
            "private readonly Linear Own = nn.Linear(1, 1); public Policy(int size) : this() { }"),
        Case("a buffer that is another later", "private Tensor [|Own|] = zeros(3);", Reassigned,
            "private readonly Tensor Own = zeros(3); private Tensor? last; public void Remember(Tensor tensor) => last = tensor;"),
        Case("a module in a partial property", "public partial Linear? [|Own|] { get; } public partial Linear? Own { get => field; }",
            Unassigned,
            "public partial Linear Own { get; } public partial Linear Own { get => field; } = nn.Linear(1, 1);"),
        Case("a list of modules", "private readonly System.Collections.Generic.List<Linear> [|Own|] = [];", Collection,
            "private readonly ModuleList<Linear> Own = nn.ModuleList<Linear>();"),
        Case("an array of parameters", "private readonly Parameter[] [|Own|] = [];", Collection,
            "private readonly ParameterList Own = new();"),
        Case("modules by name", "private readonly System.Collections.Generic.Dictionary<string, (int, nn.Module)> [|Own|] = [];",
            Collection,
            "private readonly ModuleDict<Linear> Own = nn.ModuleDict<Linear>(); private readonly System.Func<Linear>? make = null;"),
        Case("a lazy module", "private readonly System.Lazy<Linear> [|Own|] = new(() => nn.Linear(1, 1));", Collection,
            "private readonly System.Lazy<string> Own = new(() => \"\");"),
        Case("a static module", "private static readonly Linear [|Own|] = nn.Linear(1, 1);", Static,
            "private static readonly Linear Own = nn.Linear(1, 1); private readonly Linear shared = Own;"),
        Case("a static parameter", "public static Parameter [|Own|] { get; } = nn.Parameter(zeros(1));", Static,
            "public static Tensor Own { get; } = zeros(1); public static readonly Policy Instance = new();"),
        Case("a parameter in a property", "public Parameter [|Own|] { get; } = nn.Parameter(zeros(1));", Property,
            "public Parameter Own => own; private readonly Parameter own = nn.Parameter(zeros(1));"),
        Case("a buffer in a property", "public Tensor [|Own|] { get; } = zeros(1);", Property,
            "public readonly Tensor Own = zeros(1); public Tensor? Last { get; set; }"),
        Case("a module that is registered under the name of another",
            "private readonly Linear? [|Own|]; private readonly Linear? other; public Policy(int size) : this() { Own = nn.Linear(size, "
                + "size); other = nn.Linear(1, 1); RegisterLayer(nameof(Own), other); }", Unassigned,
            "private readonly Linear? Own; private readonly Linear? other; public Policy(int size) : this() { Own = nn.Linear(size, "
                + "size); other = nn.Linear(1, 1); register_module(nameof(Own), this.Own!); RegisterLayer(nameof(other), other); }"),
        Derived("private readonly Linear [|own|] = nn.Linear(1, 1);",
            "private readonly Linear own = nn.Linear(1, 1); public Sub() => RegisterLayer(nameof(own), own);"),
        Derived("private readonly Parameter[] [|own|] = [];", "private readonly Tensor own = zeros(1); public Linear? Shared => null;"),
    ];

    private static RuleCase Case(string name, string wrong, string message, string right) => new("MASK036", name,
        Using + Policy("#pragma warning disable CS0169, CS0414, CS0649, CS8618", wrong), $"'Own' is not registered: {message}", Using
            + Policy("#pragma warning disable CS0169, CS0414, CS0649, CS8618", right)) { CanBeUsed = false };

    private static RuleCase Derived(string wrong, string right) => new("MASK036", $"in a class that derives from a policy: {wrong}",
        $"{Using}{Policy()} public class Sub : Policy {{ {wrong} }}",
        "'own' is not registered: the generated constructor does not register the layers of derived classes; call "
            + "'RegisterLayer(nameof(own), own)' in the constructor of 'Sub'",
        $"{Using}{Policy()} public class Sub : Policy {{\n#pragma warning disable CS0414\n {right} }}") { CanBeUsed = false };

    private static string Policy(params string[] members) =>
        $"[MaskedPolicy] public partial class Policy {{\n{string.Join("\n", members)} {Declared.Members} }}";
}
