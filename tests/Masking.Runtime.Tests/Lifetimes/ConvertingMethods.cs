using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Masking.Runtime.Tests;

/// <summary>The methods of TorchSharp that convert a number to a scalar without keeping it alive, or that call such a method.</summary>
/// <remarks>
/// Creating an object counts as calling all of its virtual methods: an optimizer converts in <c>step</c>, a module in <c>forward</c>, and
/// an iterator in <c>MoveNext</c>.
/// </remarks>
internal sealed class ConvertingMethods
{
    private readonly ModuleDefinition _torchSharp;
    private readonly Dictionary<MethodDefinition, HashSet<MethodDefinition>> _callers = [];
    private readonly HashSet<MethodDefinition> _found = [];

    public ConvertingMethods(ModuleDefinition torchSharp)
    {
        _torchSharp = torchSharp;
        Queue<MethodDefinition> reached = [];
        foreach (MethodDefinition method in Methods(torchSharp))
        {
            if (Look(method) && _found.Add(method))
            {
                reached.Enqueue(method);
            }
        }

        while (reached.TryDequeue(out MethodDefinition? method))
        {
            foreach (MethodDefinition caller in _callers.GetValueOrDefault(method, []).Where(_found.Add))
            {
                reached.Enqueue(caller);
            }
        }
    }

    public int Count => _found.Count;

    /// <summary>Whether a method is one of them.</summary>
    public bool Contains(MethodReference method) =>
        method.DeclaringType.GetElementType().Scope.Name == _torchSharp.Assembly.Name.Name
        && _torchSharp.MetadataResolver.Resolve(method) is { } definition
        && _found.Contains(definition);

    /// <summary>Returns the methods of an assembly that have a body.</summary>
    public static IEnumerable<MethodDefinition> Methods(ModuleDefinition module) =>
        module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);

    /// <summary>Records the methods that a method calls.</summary>
    /// <returns>Whether the method converts a number to a scalar without keeping it alive.</returns>
    private bool Look(MethodDefinition method)
    {
        bool converts = false;
        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (instruction.Operand is not MethodReference called)
            {
                continue;
            }

            if (Conversion.Is(called))
            {
                converts |= !Conversion.Is(method) && !Conversion.IsKept(method, instruction);
            }
            else if (IsHere(called.DeclaringType) && called.Resolve() is { } definition)
            {
                Note(definition, method);
                foreach (MethodDefinition made in instruction.OpCode == OpCodes.Newobj ? Virtual(definition.DeclaringType) : [])
                {
                    Note(made, method);
                }
            }
        }

        return converts;
    }

    private void Note(MethodDefinition called, MethodDefinition caller)
    {
        if (!_callers.TryGetValue(called, out HashSet<MethodDefinition>? callers))
        {
            _callers.Add(called, callers = []);
        }

        callers.Add(caller);
    }

    private IEnumerable<MethodDefinition> Virtual(TypeDefinition type)
    {
        IEnumerable<MethodDefinition> own = type.Methods.Where(method => method.IsVirtual);
        return type.BaseType is { } parent && IsHere(parent) ? own.Concat(Virtual(parent.Resolve())) : own;
    }

    private bool IsHere(TypeReference type) => type.GetElementType().Scope == _torchSharp;
}
